package io.ringrift.p2p.load;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Jobs that each start a real process, from the first submission to the last completion. */
final class Processes {

    private static final int CLIENTS = 16;
    private static final byte[] JOB =
            Request.post(
                    "/jobs",
                    "{\"job_type\":\"selfplay\",\"config_key\":\"hex5_2p\",\"num_games\":1,"
                            + "\"resources\":{\"cpus\":0.05}}");

    private final Options options;
    private final Report report;

    Processes(Options options, Report report) {
        this.options = options;
        this.report = report;
    }

    /**
     * A node whose self-play is this program. It takes jobs however busy the machine is with other
     * things, of which the generator is one; with {@code limits=default} it holds back as usual.
     */
    static Map<String, String> selfplayIs(String command, Options options) {
        Map<String, String> settings = new HashMap<>();
        settings.put("RINGRIFT_P2P_TEMPLATES_SELFPLAY_COMMAND", command);
        settings.put("RINGRIFT_P2P_TEMPLATES_SELFPLAY_RESULT", "optional");
        if (!"default".equals(options.given().get("limits"))) {
            settings.put("RINGRIFT_P2P_PEERS_OVERLOAD_CPU_PERCENT", "100");
            settings.put("RINGRIFT_P2P_LOAD_MAX_FOR_NEW_JOBS", "1");
        }
        return settings;
    }

    void run() throws IOException {
        int jobs = options.number("jobs", 1_000);
        int runs = options.number("runs", 10);
        int warmUps = options.number("warmups", 10);
        double[] rates = new double[warmUps + runs];
        TestNode.Place place = TestNode.Place.fresh();
        try (TestNode node = TestNode.start(options, place, selfplayIs("true", options));
                Connection watch = new Connection(node.port())) {
            long completed = 0;
            for (int run = 0; run < rates.length; run++) {
                double before = node.cpuSeconds();
                double childrenBefore = node.childrenCpuSeconds();
                long begin = System.nanoTime();
                Clients.Outcome taken = submit(node.port(), jobs);
                awaitIdle(watch);
                double seconds = (System.nanoTime() - begin) / 1e9;
                rates[run] = jobs / seconds;
                completed += jobs;
                Report.say(
                        "%d processes in %.2f s (%.0f/s), submitted in %.2f s; processor time per"
                                + " job: node %.2f ms, its children %.2f ms",
                        jobs,
                        seconds,
                        rates[run],
                        taken.seconds(),
                        (node.cpuSeconds() - before) * 1e3 / jobs,
                        (node.childrenCpuSeconds() - childrenBefore) * 1e3 / jobs);
                verify(watch, completed);
            }
        }
        place.delete();
        report.row(
                "%,d jobs with a real process each (true), submit to completed".formatted(jobs),
                Target.atLeast(300, "jobs/s"),
                Arrays.copyOfRange(rates, warmUps, rates.length));
        report.row(
                "the same, first batch of a fresh node",
                String.format(Locale.ROOT, "%,.0f jobs/s", rates[0]),
                1);
    }

    private static Clients.Outcome submit(int port, int jobs) throws IOException {
        try (Clients clients = new Clients(port, CLIENTS, JOB, 201)) {
            return clients.send(jobs);
        }
    }

    static void awaitIdle(Connection watch) throws IOException {
        while (true) {
            JsonNode status = watch.ask(Request.get("/status"), 200);
            if (queued(status) == 0 && status.get("active_jobs").asInt() == 0) {
                return;
            }
            Pause.ofMillis(queued(status) > 100 ? 100 : 10);
        }
    }

    private static int queued(JsonNode status) {
        return status.get("work_queue_size").asInt();
    }

    /** Every job counts once, and none failed. */
    private static void verify(Connection watch, long expected) throws IOException {
        long completed = 0;
        String cursor = "";
        while (true) {
            JsonNode page =
                    watch.ask(Request.get("/jobs?status=completed&limit=500" + cursor), 200);
            completed += page.get("jobs").size();
            JsonNode next = page.get("next_cursor");
            if (next == null) {
                break;
            }
            cursor = "&cursor=" + next.asString();
        }
        if (completed != expected) {
            throw new IOException(completed + " of " + expected + " jobs are completed");
        }
    }
}
