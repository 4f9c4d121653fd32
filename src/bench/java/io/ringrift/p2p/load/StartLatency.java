package io.ringrift.p2p.load;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * From the acknowledgement of a job to the start of its process, on an idle node. The job is {@code
 * date}, which prints the clock when it runs: what the operating system needs to load it counts in.
 */
final class StartLatency {

    private static final long NANOS = 1_000_000_000;
    private static final byte[] JOB =
            Request.post(
                    "/jobs",
                    "{\"job_type\":\"selfplay\",\"config_key\":\"hex5_2p\",\"num_games\":1}");

    private final Options options;
    private final Report report;

    StartLatency(Options options, Report report) {
        this.options = options;
        this.report = report;
    }

    void run() throws IOException {
        int jobs = options.number("jobs", 200);
        Percentiles acknowledged = new Percentiles();
        Percentiles sent = new Percentiles();
        TestNode.Place place = TestNode.Place.fresh();
        try (TestNode node =
                        TestNode.start(
                                options, place, Processes.selfplayIs("date,+%s%N", options));
                Connection client = new Connection(node.port())) {
            for (int i = 0; i < 20; i++) {
                one(node, client, new Percentiles(), new Percentiles());
            }
            for (int i = 0; i < jobs; i++) {
                one(node, client, acknowledged, sent);
            }
        }
        place.delete();
        String what = "job start, acknowledged → process runs, ";
        report.row(what + "p50", Target.atMost(50, "ms"), acknowledged.at(0.5));
        report.row(
                what + jobs + " jobs one by one",
                String.format(Locale.ROOT, "%s; from the request sent: %s", acknowledged, sent),
                1);
    }

    private static void one(
            TestNode node, Connection client, Percentiles acknowledged, Percentiles sent)
            throws IOException {
        long sentAt = now();
        JsonNode job = client.ask(JOB, 201);
        long acknowledgedAt = now();
        Processes.awaitIdle(client);
        Path log =
                node.data().resolve("jobs").resolve(job.get("job_id").asString()).resolve("1/log");
        long startedAt = Long.parseLong(Files.readString(log).strip());
        acknowledged.add(startedAt - acknowledgedAt);
        sent.add(startedAt - sentAt);
        Pause.ofMillis(50);
    }

    /** The same clock that {@code date} reads. */
    private static long now() {
        java.time.Instant instant = java.time.Instant.now();
        return instant.getEpochSecond() * NANOS + instant.getNano();
    }
}
