package io.ringrift.p2p.cluster;

import com.sun.net.httpserver.HttpServer;

import io.ringrift.p2p.engine.Charter;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.VoterAddress;
import io.ringrift.p2p.web.Doors;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.UUID;

/** Another voter, as far as it says who it is. */
final class StubVoter implements AutoCloseable {

    private final NodeId id;
    private final HttpServer server;
    volatile IdentityView says;
    volatile int status = 200;

    StubVoter(String name, @Nullable UUID cluster, Charter.Enrolled... known) throws IOException {
        id = new NodeId(name);
        says = new IdentityView(id, new UUID(9, name.hashCode()), cluster, List.of(known), 1, 1L);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/cluster/identity",
                exchange -> {
                    byte[] body = Doors.JSON.writeValueAsBytes(says);
                    exchange.sendResponseHeaders(status, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
    }

    VoterAddress address() {
        return new VoterAddress(id, "127.0.0.1", server.getAddress().getPort(), 1);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
