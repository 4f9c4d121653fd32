package io.ringrift.p2p.agent.mover;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

import javax.net.ssl.SSLSocketFactory;

/** The connections of one job, those that nobody uses at the moment. */
final class Lines implements AutoCloseable {

    private final Duration connect;
    private final Duration look;
    private final Supplier<SSLSocketFactory> secrets;
    private final Map<URI, Deque<Line>> idle = new HashMap<>();

    /**
     * @param look how long a read may wait before it says so
     */
    Lines(Duration connect, Duration look) {
        this(connect, look, () -> (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    Lines(Duration connect, Duration look, Supplier<SSLSocketFactory> secrets) {
        this.connect = connect;
        this.look = look;
        this.secrets = secrets;
    }

    /** One that has been used before, or a new one. */
    Line take(URI url) throws IOException {
        synchronized (idle) {
            Deque<Line> lines = idle.get(url);
            if (lines != null && !lines.isEmpty()) {
                return lines.pop();
            }
        }
        return fresh(url);
    }

    Line fresh(URI url) throws IOException {
        return Line.open(url, connect, look, secrets);
    }

    /** The answer was read to its end. */
    void give(URI url, Line line) {
        synchronized (idle) {
            idle.computeIfAbsent(url, _ -> new ArrayDeque<>()).push(line);
        }
    }

    @Override
    public void close() {
        synchronized (idle) {
            idle.values().forEach(lines -> lines.forEach(Lines::close));
            idle.clear();
        }
    }

    static void close(Line line) {
        try {
            line.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
