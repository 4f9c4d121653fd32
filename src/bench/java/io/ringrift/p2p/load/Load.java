package io.ringrift.p2p.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Runs the measurements that are named, in their order. */
public final class Load {

    /** One measurement, which prints its rows. */
    @FunctionalInterface
    private interface Measurement {
        void run(Options options, Report report) throws IOException, InterruptedException;
    }

    private static final Map<String, Measurement> MEASUREMENTS = measurements();

    private Load() {}

    private static Map<String, Measurement> measurements() {
        Map<String, Measurement> all = new LinkedHashMap<>();
        all.put("submit", (options, report) -> new Submit(options, report).run());
        all.put("fsync", (options, report) -> new Fsync(options, report).run());
        all.put("processes", (options, report) -> new Processes(options, report).run());
        all.put("start-latency", (options, report) -> new StartLatency(options, report).run());
        all.put("restart", (options, report) -> new Restart(options, report).run());
        all.put("start", (options, report) -> new StartUp(options, report).run());
        all.put("submit3", (options, report) -> new SubmitToThree(options, report).run());
        all.put("failover", (options, report) -> new Failover(options, report).run());
        all.put("handover", (options, report) -> new Handover(options, report).run());
        all.put("catchup", (options, report) -> new CatchUp(options, report).run());
        all.put("agents", (options, report) -> new Agents(options, report).run());
        all.put("fanout", (options, report) -> new FanOut(options, report).run());
        all.put("idle3", (options, report) -> new IdleThree(options, report).run());
        all.put("webhooks", (options, report) -> new Hooks(options, report).run());
        return all;
    }

    /** Names of measurements, and options as {@code name=value}; {@code all} means every one. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> names = new ArrayList<>();
        Map<String, String> given = new LinkedHashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals > 0) {
                given.put(argument.substring(0, equals), argument.substring(equals + 1));
            } else {
                names.add(argument);
            }
        }
        if (names.equals(List.of("all"))) {
            names = List.copyOf(MEASUREMENTS.keySet());
        }
        if (names.isEmpty() || !MEASUREMENTS.keySet().containsAll(names)) {
            System.err.println("Name one or more of " + MEASUREMENTS.keySet() + ", or all.");
            System.exit(2);
        }
        Report report = new Report();
        Options options = new Options(given);
        for (String name : names) {
            Objects.requireNonNull(MEASUREMENTS.get(name)).run(options, report);
        }
        report.print(System.out);
        if (options.flag("check") && report.missed()) {
            System.err.println("A target was missed; see the rows marked MISSED.");
            System.exit(1);
        }
    }
}
