package io.ringrift.p2p.load;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that submit one job after the other without a pause. Each job has an Idempotency-Key and
 * is sent, to the next node each time, until it is acknowledged.
 */
final class Writers implements AutoCloseable {

    /** Of all writers ever, so that no key is used twice. */
    private static final AtomicInteger KEYS = new AtomicInteger();

    private final List<TestNode> nodes;
    private final Acknowledgements acknowledgements = new Acknowledgements();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    Writers(List<TestNode> nodes, int count) {
        this.nodes = nodes;
        for (int i = 0; i < count; i++) {
            int first = i;
            threads.add(Thread.ofPlatform().name("writer-" + i).start(() -> write(first)));
        }
    }

    Acknowledgements acknowledgements() {
        return acknowledgements;
    }

    private void write(int first) {
        @Nullable Connection[] connections = new Connection[nodes.size()];
        int next = first;
        while (!closed) {
            byte[] job =
                    Request.postWithKey("/jobs", "load-" + KEYS.incrementAndGet(), Submit.BODY);
            boolean acknowledged = false;
            while (!acknowledged) {
                int at = next++ % nodes.size();
                try {
                    acknowledged = send(connections, at, job);
                } catch (IOException e) {
                    acknowledgements.refuse();
                    drop(connections, at);
                    Pause.ofMillis(5);
                }
            }
        }
        for (int at = 0; at < connections.length; at++) {
            drop(connections, at);
        }
    }

    private boolean send(@Nullable Connection[] connections, int at, byte[] job)
            throws IOException {
        Connection connection = connections[at];
        if (connection == null) {
            connection = new Connection(nodes.get(at).port());
            connections[at] = connection;
        }
        long sent = System.nanoTime();
        int status = connection.ask(job);
        if (status == 200 || status == 201) {
            acknowledgements.add(sent, System.nanoTime());
            return true;
        }
        acknowledgements.refuse();
        Pause.ofMillis(5);
        return false;
    }

    private static void drop(@Nullable Connection[] connections, int at) {
        Connection connection = connections[at];
        connections[at] = null;
        if (connection != null) {
            try {
                connection.close();
            } catch (IOException e) {
                Report.say("A connection cannot be closed: %s", e);
            }
        }
    }

    /** Ends when each has its last job acknowledged. */
    @Override
    public void close() throws IOException {
        closed = true;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
