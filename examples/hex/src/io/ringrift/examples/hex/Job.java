package io.ringrift.examples.hex;

import java.io.PrintStream;
import java.util.function.LongSupplier;

/**
 * What a command works with.
 *
 * @param environment what is asked for
 * @param out where progress goes
 * @param nanoTime a clock like {@link System#nanoTime}
 */
record Job(JobEnvironment environment, PrintStream out, LongSupplier nanoTime) {
    Progress progress(String unit, int total) {
        return new Progress(out, nanoTime, unit, total);
    }
}
