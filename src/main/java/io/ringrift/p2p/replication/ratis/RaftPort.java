package io.ringrift.p2p.replication.ratis;

import io.ringrift.p2p.replication.CannotOpenLogException;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** The port on which voters talk to each other. */
final class RaftPort {

    private RaftPort() {}

    /** Asked first, because the library ends the process when it cannot listen. */
    static void requireFree(String address, int port) throws CannotOpenLogException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(address, port));
        } catch (IOException e) {
            throw new CannotOpenLogException(
                    "The Raft port %d of %s cannot be used: %s."
                            .formatted(port, address, e.getMessage()),
                    e);
        }
    }
}
