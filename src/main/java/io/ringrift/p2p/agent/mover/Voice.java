package io.ringrift.p2p.agent.mover;

import io.ringrift.p2p.model.MonotonicClock;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** What the program prints: sentences for people and the progress lines of the job contract. */
final class Voice {

    private static final long EVERY = TimeUnit.SECONDS.toNanos(1);

    private final OutputStream out;
    private final MonotonicClock clock;
    private long total;
    private long moved;
    private long last;

    Voice(OutputStream out, MonotonicClock clock) {
        this.out = out;
        this.clock = clock;
        this.last = clock.nanos() - EVERY;
    }

    /** How many bytes there are to move. */
    synchronized void total(long bytes) {
        total = bytes;
        progress();
    }

    /** These bytes are known to be right, or, when negative, turned out not to be. */
    synchronized void moved(long bytes) {
        moved += bytes;
        if (clock.nanos() - last >= EVERY) {
            progress();
        }
    }

    synchronized void progress() {
        last = clock.nanos();
        print(
                "{\"progress\":{\"done\":%d,\"total\":%d,\"unit\":\"bytes\"}}"
                        .formatted(Math.min(moved, total), total));
    }

    synchronized void say(String sentence) {
        print(sentence.replace('\n', ' '));
    }

    private void print(String line) {
        try {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
