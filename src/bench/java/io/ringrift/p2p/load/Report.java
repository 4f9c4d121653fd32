package io.ringrift.p2p.load;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The rows of the table, with the medians of several runs, and whether a target was missed. */
final class Report {

    private static final String HEAD =
            """
            | what | target | measured | runs | machine | JDK | date |
            |---|---|---|---|---|---|---|
            """;

    private final List<String> rows = new ArrayList<>();
    private boolean missed;

    /** A number that has a limit. */
    void row(String what, Target target, double... runs) {
        double median = median(runs);
        boolean met = target.isMet(median);
        missed |= !met;
        add(what, target.toString(), (met ? "" : "MISSED ") + target.show(median), runs.length);
    }

    /** The worst of several runs, which has a limit too. */
    void worst(String what, Target target, double... runs) {
        double worst = Arrays.stream(runs).max().orElseThrow();
        boolean met = target.isMet(worst);
        missed |= !met;
        add(what, target.toString(), (met ? "" : "MISSED ") + target.show(worst), runs.length);
    }

    /** A number to know. */
    void row(String what, String measured, int runs) {
        add(what, "", measured, runs);
    }

    private void add(String what, String target, String measured, int runs) {
        String row =
                "| %s | %s | %s | %d | %s | %s | %s |"
                        .formatted(
                                what,
                                target,
                                measured,
                                runs,
                                machine(),
                                Runtime.version(),
                                LocalDate.now(ZoneOffset.UTC));
        rows.add(row);
        System.err.println(row);
    }

    void print(PrintStream out) {
        out.print(HEAD);
        rows.forEach(out::println);
    }

    boolean missed() {
        return missed;
    }

    /** What happens meanwhile, for whoever waits. */
    @SuppressWarnings("AnnotateFormatMethod") // its annotation would be a dependency of its own
    static void say(String format, Object... values) {
        System.err.println(String.format(Locale.ROOT, format, values));
    }

    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static String machine() {
        return Runtime.getRuntime().availableProcessors() + " cores, " + memory();
    }

    private static String memory() {
        try {
            return Files.readAllLines(Path.of("/proc/meminfo")).stream()
                    .filter(line -> line.startsWith("MemTotal:"))
                    .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .map(kib -> Math.round(kib / 1024.0 / 1024.0) + " GiB")
                    .findFirst()
                    .orElse("memory unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
