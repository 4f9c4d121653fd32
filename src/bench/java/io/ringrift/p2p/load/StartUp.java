package io.ringrift.p2p.load;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** From the start of the process to ready: the jar as it is, unpacked, and with an AOT cache. */
final class StartUp {

    private final Options options;
    private final Report report;

    StartUp(Options options, Report report) {
        this.options = options;
        this.report = report;
    }

    void run() throws IOException, InterruptedException {
        TestNode.Place kitchen = TestNode.Place.fresh();
        String jar = options.jar().toString();
        measure("jar", List.of("-jar", jar));
        Path unpacked = kitchen.folder().resolve("unpacked");
        finish(
                kitchen,
                List.of(
                        "-Djarmode=tools",
                        "-jar",
                        jar,
                        "extract",
                        "--destination",
                        unpacked.toString()),
                0);
        String thin = unpacked.resolve("p2p-orchestrator.jar").toString();
        measure("jar unpacked", List.of("-jar", thin));
        String cache = kitchen.folder().resolve("node.aot").toString();
        finish(
                kitchen,
                List.of(
                        "-XX:AOTCacheOutput=" + cache,
                        "-Dspring.context.exit=onRefresh",
                        "-jar",
                        thin),
                0);
        measure("jar unpacked, AOT cache", List.of("-XX:AOTCache=" + cache, "-jar", thin));
        kitchen.delete();
    }

    private void measure(String how, List<String> arguments) throws IOException {
        int runs = options.number("runs", 5);
        double[] seconds = new double[runs];
        double[] memory = new double[runs];
        for (int run = 0; run < runs; run++) {
            TestNode.Place place = TestNode.Place.fresh();
            try (TestNode node = TestNode.start(arguments, place, Map.of())) {
                seconds[run] = node.secondsToReady();
                Pause.of(Duration.ofSeconds(options.number("idle", 10)));
                memory[run] = node.rssMib();
                Report.say("%s: ready after %.2f s, %.0f MiB", how, seconds[run], memory[run]);
            }
            place.delete();
        }
        report.row("start to ready, " + how, Target.atMost(6, "s"), seconds);
        report.row(
                "resident memory, idle for 10 s, " + how,
                String.format(Locale.ROOT, "%.0f MiB", Report.median(memory)),
                runs);
    }

    private static void finish(TestNode.Place place, List<String> arguments, int expected)
            throws IOException, InterruptedException {
        int code = TestNode.launch(arguments, place, Map.of()).waitFor();
        if (code != expected) {
            throw new IOException(
                    arguments
                            + " ended with "
                            + code
                            + ":\n"
                            + java.nio.file.Files.readString(place.log()));
        }
    }
}
