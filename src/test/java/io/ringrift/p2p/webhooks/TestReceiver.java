package io.ringrift.p2p.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A receiver on loopback that remembers what it got and answers as it is told. */
public final class TestReceiver implements AutoCloseable {

    /**
     * What came.
     *
     * @param headers with names in lower case
     * @param second in which it came, since 1970
     */
    public record Received(String path, Map<String, String> headers, String text, long second) {
        public byte[] body() {
            return text.getBytes(UTF_8);
        }

        public String id() {
            return headers.getOrDefault("webhook-id", "");
        }
    }

    /** Answers. */
    public interface Behaviour {
        void answer(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private volatile Behaviour behaviour = answering(204, "");

    public TestReceiver() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public static Behaviour answering(int status, String body, String... headers) {
        return exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            byte[] bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) {
                exchange.getResponseBody().write(bytes);
            }
        };
    }

    public void behaves(Behaviour now) {
        behaviour = now;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new TreeMap<>();
            exchange.getRequestHeaders()
                    .forEach(
                            (name, all) ->
                                    headers.put(name.toLowerCase(Locale.ROOT), all.getFirst()));
            String text = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            long second = System.currentTimeMillis() / 1_000;
            received.add(new Received(exchange.getRequestURI().toString(), headers, text, second));
            behaviour.answer(exchange);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    /** All so far, in the order in which they came. */
    public List<Received> received() {
        return List.copyOf(received);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
