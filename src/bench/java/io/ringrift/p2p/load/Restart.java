package io.ringrift.p2p.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** How long a node with a long past takes to be ready again. */
final class Restart {

    private static final Map<String, String> NO_AGENT =
            Map.of("RINGRIFT_P2P_AGENT_ENABLED", "false");

    private final Options options;
    private final Report report;

    Restart(Options options, Report report) {
        this.options = options;
        this.report = report;
    }

    void run() throws IOException, InterruptedException {
        int finished = options.number("finished", 1_000_000);
        int open = options.number("open", 100_000);
        int runs = options.number("runs", 3);
        TestNode.Place place = TestNode.Place.fresh();
        long begin = System.nanoTime();
        new Past(place.data().resolve("log"), place.port() + 1).write(finished, open);
        Report.say("The past took %.0f s to write.", (System.nanoTime() - begin) / 1e9);
        String sizes =
                String.format(
                        Locale.ROOT,
                        "snapshot %,d MiB, log %,d MiB",
                        newestMib(place.data(), "snapshot."),
                        allMib(place.data(), "log_"));
        double[] seconds = new double[runs];
        double[] memory = new double[runs];
        for (int run = 0; run < runs; run++) {
            try (TestNode node = TestNode.start(options, place, NO_AGENT);
                    Connection client = new Connection(node.port())) {
                seconds[run] = node.secondsToReady();
                memory[run] = node.rssMib();
                int queued = client.ask(Request.get("/status"), 200).get("work_queue_size").asInt();
                Report.say("Ready after %.2f s, %.0f MiB.", seconds[run], memory[run]);
                if (queued != open) {
                    throw new IOException(queued + " of " + open + " open jobs are there");
                }
            }
        }
        place.delete();
        report.row(
                String.format(
                        Locale.ROOT,
                        "restart with %,d finished and %,d open jobs, start to ready",
                        finished,
                        open),
                Target.atMost(15, "s"),
                seconds);
        report.row(
                "the same: on disk, resident memory when ready",
                String.format(Locale.ROOT, "%s; %,.0f MiB", sizes, Report.median(memory)),
                runs);
    }

    private static long newestMib(Path folder, String prefix) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> isData(file, prefix))
                    .max(java.util.Comparator.comparingLong(file -> file.toFile().lastModified()))
                    .map(file -> file.toFile().length() >> 20)
                    .orElse(0L);
        }
    }

    private static long allMib(Path folder, String prefix) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> isData(file, prefix))
                            .mapToLong(file -> file.toFile().length())
                            .sum()
                    >> 20;
        }
    }

    private static boolean isData(Path file, String prefix) {
        String name = file.getFileName().toString();
        return name.startsWith(prefix) && !name.endsWith(".md5");
    }
}
