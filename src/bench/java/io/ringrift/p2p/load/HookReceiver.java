package io.ringrift.p2p.load;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fast receiver of webhooks. It notes how long ago the event of each message was taken in, by the
 * machine's clock, which the node reads too.
 */
final class HookReceiver implements AutoCloseable {

    private static final Pattern TIMESTAMP = Pattern.compile("\"timestamp\":\"([^\"]+)\"");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private Percentiles ages = new Percentiles();

    HookReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
        server.setExecutor(threads);
        server.createContext("/", this::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            Instant now = Instant.now();
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Matcher timestamp = TIMESTAMP.matcher(body);
            if (timestamp.find()) {
                add(Duration.between(Instant.parse(timestamp.group(1)), now));
            }
            exchange.sendResponseHeaders(204, -1);
        }
    }

    private synchronized void add(Duration age) {
        ages.add(age.toNanos());
    }

    synchronized int count() {
        return ages.size();
    }

    /** The ages of what came since the last call. */
    synchronized Percentiles take() {
        Percentiles taken = ages;
        ages = new Percentiles();
        return taken;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
