package io.ringrift.examples.hex;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Tells the orchestrator how far the job is: at most four lines a second, and the last one. */
final class Progress {
    private static final Duration INTERVAL = Duration.ofMillis(250);

    private final PrintStream out;
    private final LongSupplier nanoTime;
    private final String unit;
    private final int total;
    private long lastReport;

    /**
     * Starts to count.
     *
     * @param nanoTime a clock like {@link System#nanoTime}
     */
    Progress(PrintStream out, LongSupplier nanoTime, String unit, int total) {
        this.out = out;
        this.nanoTime = nanoTime;
        this.unit = unit;
        this.total = total;
        this.lastReport = nanoTime.getAsLong();
    }

    void report(int done) {
        long now = nanoTime.getAsLong();
        if (done == total || now - lastReport >= INTERVAL.toNanos()) {
            lastReport = now;
            Json progress =
                    new JsonObject().put("done", done).put("total", total).put("unit", unit).json();
            out.println(new JsonObject().put("progress", progress).json());
            out.flush();
        }
    }
}
