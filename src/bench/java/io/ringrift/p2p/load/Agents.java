package io.ringrift.p2p.load;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One leader and many nodes, by simulated agents that speak the real protocol. */
final class Agents {

    private static final long BEAT_MILLIS = 5_000;
    private static final double NANOS = 1e9;

    private final Options options;
    private final Report report;

    Agents(Options options, Report report) {
        this.options = options;
        this.report = report;
    }

    void run() throws IOException {
        String parts = options.given().getOrDefault("parts", "told,offline,dispatch,beats");
        for (String part : parts.split(",", -1)) {
            switch (part) {
                case "told" -> told();
                case "offline" -> offline();
                case "dispatch" -> dispatch();
                case "beats" -> beats();
                default ->
                        throw new IOException(
                                part + " is no part; parts are told, offline, dispatch and beats");
            }
        }
    }

    /** No agent of its own, and no limit on the way. */
    private static Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(Submit.TAKE_IN_ONLY);
        settings.put("RINGRIFT_P2P_JOBS_KEEP_FINISHED", "100000");
        return settings;
    }

    private static AgentSwarm swarm(TestNode node, int count, int cores, long rampMillis)
            throws IOException {
        AgentSwarm swarm = new AgentSwarm(node.port(), count, cores, BEAT_MILLIS, rampMillis);
        awaitAll(swarm, count, node.begin());
        return swarm;
    }

    private static double awaitAll(AgentSwarm swarm, int count, long since) throws IOException {
        long begin = System.nanoTime();
        while (swarm.heardSince(since) < count) {
            if (System.nanoTime() - begin > 300 * NANOS) {
                throw new IOException(swarm.heardSince(since) + " of " + count + " came");
            }
            Pause.ofMillis(20);
        }
        return (System.nanoTime() - begin) / NANOS;
    }

    /** Many nodes beat and nothing else happens; then the leader is killed and started again. */
    private void beats() throws IOException {
        int nodes = options.number("nodes", 10_000);
        int seconds = options.number("seconds", 60);
        TestNode.Place place = TestNode.Place.fresh();
        TestNode node = TestNode.start(options, place, settings());
        try (AgentSwarm swarm = swarm(node, nodes, 4, 2 * BEAT_MILLIS)) {
            watch(swarm, node, options.number("warmup", 30));
            swarm.ask(() -> swarm.stats().takeBeats());
            double before = node.cpuSeconds();
            double mineBefore = TestNode.cpuSeconds(ProcessHandle.current());
            int worst = watch(swarm, node, seconds);
            Percentiles beats = swarm.ask(() -> swarm.stats().takeBeats());
            Report.say(
                    "%d nodes: %.0f beats/s, %s; node used %.2f cores, generator %.2f; %.0f MiB",
                    nodes,
                    beats.size() / (double) seconds,
                    beats,
                    (node.cpuSeconds() - before) / seconds,
                    (TestNode.cpuSeconds(ProcessHandle.current()) - mineBefore) / seconds,
                    node.rssMib());
            String what = "%,d nodes beat every 5 s: ".formatted(nodes);
            report.row(what + "beat p99", Target.atMost(100, "ms"), beats.at(0.99));
            report.row(what + "beat", "%s, %d beats".formatted(beats, beats.size()), 1);
            report.row(what + "falsely suspect or dead", Target.atMost(0, "nodes"), worst);
            if (!options.given().getOrDefault("reconnect", "yes").equals("no")) {
                node = reconnect(swarm, node, place, nodes);
            }
        } finally {
            node.close();
        }
        place.delete();
    }

    private TestNode reconnect(AgentSwarm swarm, TestNode node, TestNode.Place place, int nodes)
            throws IOException {
        long killed = System.nanoTime();
        node.kill();
        node.close();
        TestNode again = TestNode.start(options, place, settings());
        double down = (System.nanoTime() - killed) / NANOS;
        double steady = awaitAll(swarm, nodes, System.nanoTime() - (long) (down * NANOS));
        JsonNode status = status(again);
        Report.say(
                "Restarted in %.1f s, all back %.1f s later; %s broken, %s refused; %s",
                down,
                steady,
                swarm.ask(() -> swarm.stats().broken()),
                swarm.ask(() -> swarm.stats().refused()),
                counts(status));
        int worst = watch(swarm, again, 20);
        String what = "%,d agents reconnect after the leader's kill -9: ".formatted(nodes);
        report.row(what + "leader ready → all steady", Target.atMost(60, "s"), steady);
        report.row(what + "kill → leader ready", "%.1f s".formatted(down), 1);
        report.row(
                what + "lost, suspect or dead afterwards",
                Target.atMost(0, "nodes"),
                Math.max(worst, nodes - alive(status(again)) + 1));
        return again;
    }

    /** Looks at the leader's verdicts; the most nodes that it thought ill of at one time. */
    private static int watch(AgentSwarm swarm, TestNode node, int seconds) throws IOException {
        int worst = 0;
        long end = System.nanoTime() + (long) (seconds * NANOS);
        while (System.nanoTime() - end < 0) {
            Pause.ofMillis(Math.min(5_000, Math.max(1, (end - System.nanoTime()) / 1_000_000)));
            long asked = System.nanoTime();
            JsonNode status = status(node);
            double took = (System.nanoTime() - asked) / 1e6;
            int ill = status.get("suspect_peers").asInt() + status.get("dead_peers").asInt();
            worst = Math.max(worst, ill);
            Report.say(
                    "%s; /status took %.0f ms; beats refused %d, broken %d",
                    counts(status),
                    took,
                    swarm.ask(() -> swarm.stats().refused()),
                    swarm.ask(() -> swarm.stats().broken()));
        }
        return worst;
    }

    private static String counts(JsonNode status) {
        return "alive %s, suspect %s, dead %s"
                .formatted(
                        status.get("alive_peers"),
                        status.get("suspect_peers"),
                        status.get("dead_peers"));
    }

    private static int alive(JsonNode status) {
        return status.get("alive_peers").asInt();
    }

    private static JsonNode status(TestNode node) throws IOException {
        try (Connection connection = new Connection(node.port())) {
            return connection.ask(Request.get("/status"), 200);
        }
    }

    /** From the acknowledgement of a job to the start order's arrival, one by one. */
    private void told() throws IOException {
        int jobs = options.number("jobs", 300);
        Percentiles told = new Percentiles();
        TestNode.Place place = TestNode.Place.fresh();
        try (TestNode node = TestNode.start(options, place, settings());
                AgentSwarm swarm = swarm(node, 20, 4, 500);
                Connection client = new Connection(node.port())) {
            swarm.ask(
                    () -> {
                        swarm.stats().keepTold();
                        return 0;
                    });
            for (int i = -options.number("warmups", 200); i < jobs; i++) {
                String job = client.ask(Submit.JOB, 201).get("job_id").asString();
                long acknowledged = System.nanoTime();
                long at = awaitTold(swarm, job);
                if (i >= 0) {
                    told.add(at - acknowledged);
                }
                Pause.ofMillis(20);
            }
        }
        place.delete();
        String what = "idle cluster of 20 nodes, acknowledged → agent told, ";
        report.row(what + "p50", Target.atMost(10, "ms"), told.at(0.5));
        report.row(what + jobs + " jobs one by one", told.toString(), 1);
    }

    private static long awaitTold(AgentSwarm swarm, String job) throws IOException {
        for (int i = 0; i < 5_000; i++) {
            Long at = swarm.ask(() -> swarm.stats().takeTold(job));
            if (at != null) {
                return at;
            }
            Pause.ofMillis(2);
        }
        throw new IOException("nobody was told to start " + job);
    }

    /** From the moment that a node falls silent to its OFFLINE. */
    private void offline() throws IOException {
        int runs = options.number("deaths", 3);
        double[] seconds = new double[runs];
        TestNode.Place place = TestNode.Place.fresh();
        try (TestNode node = TestNode.start(options, place, settings());
                AgentSwarm swarm = swarm(node, 50, 4, BEAT_MILLIS)) {
            Pause.ofMillis(2 * BEAT_MILLIS);
            for (int run = 0; run < runs; run++) {
                Pause.ofMillis(1_700L * run);
                String id = "sim-%05d".formatted(run);
                swarm.silence(run);
                long died = System.nanoTime();
                while (!"offline".equals(state(status(node), id))) {
                    if (System.nanoTime() - died > 60 * NANOS) {
                        throw new IOException(id + " is still " + state(status(node), id));
                    }
                    Pause.ofMillis(50);
                }
                seconds[run] = (System.nanoTime() - died) / NANOS;
                Report.say("%s was OFFLINE after %.2f s", id, seconds[run]);
            }
        }
        place.delete();
        report.worst(
                "agent falls silent → OFFLINE, PEER_TIMEOUT 15 s, worst",
                Target.atMost(20, "s"),
                seconds);
    }

    private static @Nullable String state(JsonNode status, String id) {
        return status.get("all_peers").path(id).path("state").asString(null);
    }

    /** Jobs without end for nodes that complete each at once. */
    private void dispatch() throws IOException {
        int nodes = options.number("workers", 1_000);
        int seconds = options.number("seconds", 60);
        int warmUp = options.number("warmup", 45);
        TestNode.Place place = TestNode.Place.fresh();
        try (TestNode node = TestNode.start(options, place, settings());
                AgentSwarm swarm = swarm(node, nodes, options.number("cores", 4), BEAT_MILLIS);
                Clients clients =
                        new Clients(
                                List.of(node.port()),
                                options.number("clients", 16),
                                Submit.JOB,
                                201)) {
            long submitted = submit(clients, swarm, 0, warmUp);
            long before = completed(swarm);
            swarm.ask(() -> swarm.stats().takeBeats());
            double cpuBefore = node.cpuSeconds();
            double mineBefore = TestNode.cpuSeconds(ProcessHandle.current());
            long begin = System.nanoTime();
            submitted = submit(clients, swarm, submitted, seconds);
            double took = (System.nanoTime() - begin) / NANOS;
            long done = completed(swarm) - before;
            Percentiles beats = swarm.ask(() -> swarm.stats().takeBeats());
            Report.say(
                    "%d nodes: %.0f jobs/s from submit to completed; beats %s (%.0f/s); node used"
                            + " %.2f cores, generator %.2f; %d refused, %d broken, %d stale;"
                            + " warm-up %.0f jobs/s; %.0f MiB",
                    nodes,
                    done / took,
                    beats,
                    beats.size() / took,
                    (node.cpuSeconds() - cpuBefore) / took,
                    (TestNode.cpuSeconds(ProcessHandle.current()) - mineBefore) / took,
                    swarm.ask(() -> swarm.stats().refused()),
                    swarm.ask(() -> swarm.stats().broken()),
                    swarm.ask(() -> swarm.stats().stale()),
                    before / (double) warmUp,
                    node.rssMib());
            awaitCompleted(swarm, submitted);
            report.row(
                    "sustained submit → assign → told → started → completed, %,d nodes"
                            .formatted(nodes),
                    Target.atLeast(2_000, "jobs/s"),
                    done / took);
            report.row("the same: beats meanwhile", String.format(Locale.ROOT, "%s", beats), 1);
        }
        place.delete();
    }

    private static long completed(AgentSwarm swarm) {
        return swarm.ask(() -> swarm.stats().completed());
    }

    /** Keeps some thousand jobs on their way, no more, so that the queue does not grow. */
    private long submit(Clients clients, AgentSwarm swarm, long submitted, int seconds)
            throws IOException {
        int most = options.number("outstanding", 4_000);
        long end = System.nanoTime() + (long) (seconds * NANOS);
        long sent = submitted;
        while (System.nanoTime() - end < 0) {
            if (sent - completed(swarm) < most) {
                sent += clients.send(200).latency().size();
            } else {
                Pause.ofMillis(5);
            }
        }
        return sent;
    }

    /** Every job that was acknowledged is completed exactly once. */
    private static void awaitCompleted(AgentSwarm swarm, long submitted) throws IOException {
        long begin = System.nanoTime();
        while (completed(swarm) < submitted) {
            if (System.nanoTime() - begin > 60 * NANOS) {
                throw new IOException(completed(swarm) + " of " + submitted + " jobs completed");
            }
            Pause.ofMillis(50);
        }
        Report.say("All %d jobs completed.", submitted);
    }
}
