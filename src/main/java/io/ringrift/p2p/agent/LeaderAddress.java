package io.ringrift.p2p.agent;

import io.ringrift.p2p.model.NodeIdentity;

import org.springframework.core.env.Environment;

import java.net.URI;
import java.util.Set;

/** Where the agent finds the leader: for now this very node, whose web server knows the leader. */
final class LeaderAddress {

    private static final Set<String> ANY = Set.of("0.0.0.0", "::", "[::]", "*", "");

    private LeaderAddress() {}

    /** The port is the one that the web server really got, should it have been left open. */
    static URI of(NodeIdentity identity, Environment environment) {
        int port = environment.getProperty("local.server.port", Integer.class, identity.port());
        String address = identity.bindAddress();
        String host = ANY.contains(address) ? "127.0.0.1" : address;
        return url(host, port);
    }

    /** Where others find this node, unless it is told otherwise. */
    static URI seenFromOutside(NodeIdentity identity, Environment environment) {
        int port = environment.getProperty("local.server.port", Integer.class, identity.port());
        String address = identity.bindAddress();
        return url(ANY.contains(address) ? Machine.hostName() : address, port);
    }

    private static URI url(String host, int port) {
        boolean bare = host.contains(":") && !host.startsWith("[");
        return URI.create("http://" + (bare ? "[" + host + "]" : host) + ":" + port);
    }
}
