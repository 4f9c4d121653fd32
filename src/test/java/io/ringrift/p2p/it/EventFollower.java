package io.ringrift.p2p.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Follows the events of a cluster as a browser would: when a stream ends, it resumes behind the
 * last id, on the next node.
 */
final class EventFollower implements AutoCloseable {

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<RealNode> nodes;
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final List<String> connected = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private volatile String last = "";

    /**
     * @param nodes the first of them is asked first
     */
    EventFollower(List<RealNode> nodes) {
        this.nodes = List.copyOf(nodes);
        this.thread = Thread.ofPlatform().name("event-follower").daemon().start(this::work);
    }

    /** What it saw, each as id and type. */
    List<String> seen() {
        return List.copyOf(seen);
    }

    /** The id behind which it would resume. */
    String last() {
        return last;
    }

    /** Nodes that it followed, in order. */
    List<String> connected() {
        return List.copyOf(connected);
    }

    /** Answers that were no stream. */
    List<String> refused() {
        return List.copyOf(refused);
    }

    private void work() {
        try {
            for (int i = 0; closed.getCount() > 0; i++) {
                try {
                    follow(nodes.get(i % nodes.size()));
                } catch (IOException | UncheckedIOException ended) {
                    boolean _ = closed.await(100, TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow(RealNode node) throws IOException, InterruptedException {
        HttpRequest.Builder request = node.request("/events?after=oldest").GET();
        if (!last.isEmpty()) {
            request.header("Last-Event-ID", last);
        }
        HttpResponse<Stream<String>> answer =
                http.send(request.build(), HttpResponse.BodyHandlers.ofLines());
        try (Stream<String> lines = answer.body()) {
            if (answer.statusCode() != 200) {
                refused.add(node.name() + ": " + answer.statusCode() + " " + lines.toList());
                return;
            }
            connected.add(node.name());
            take(lines.iterator());
        }
    }

    private void take(Iterator<String> lines) {
        String id = "";
        String type = "";
        while (closed.getCount() > 0 && lines.hasNext()) {
            String line = lines.next();
            if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("event: ")) {
                type = line.substring(7);
            } else if (line.isEmpty() && !id.isEmpty()) {
                if (!type.isEmpty()) {
                    seen.add(id + " " + type);
                }
                last = id;
                type = "";
            }
        }
    }

    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
        http.shutdownNow();
    }
}
