package io.ringrift.p2p.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How many jobs a node takes in, each durable before it is acknowledged. */
final class Submit {

    /** What a client would send. */
    static final String BODY =
            "{\"job_type\":\"selfplay\",\"config_key\":\"hex5_2p\",\"num_games\":50}";

    /** The request for it. */
    static final byte[] JOB = Request.post("/jobs", BODY);

    /** Nobody runs the jobs, and the limit of open ones is out of the way. */
    static final Map<String, String> TAKE_IN_ONLY =
            Map.of(
                    "RINGRIFT_P2P_AGENT_ENABLED", "false",
                    "RINGRIFT_P2P_JOBS_MAX_OPEN", "100000000");

    private final Options options;
    private final Report report;

    Submit(Options options, Report report) {
        this.options = options;
        this.report = report;
    }

    void run() throws IOException {
        for (int clients : options.numbers("clients", "64,16,1").toArray()) {
            measure(clients);
        }
    }

    private void measure(int count) throws IOException {
        int runs = options.number("runs", 3);
        Duration warmUp = Duration.ofSeconds(options.number("warmup", 45));
        Duration time = Duration.ofSeconds(options.number("seconds", 30));
        List<Clients.Outcome> outcomes = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            TestNode.Place place = TestNode.Place.fresh();
            try (TestNode node = TestNode.start(options, place, TAKE_IN_ONLY);
                    Clients clients = new Clients(node.port(), count, JOB, 201)) {
                Clients.Outcome cold = clients.runFor(warmUp);
                double before = node.cpuSeconds();
                double mineBefore = TestNode.cpuSeconds(ProcessHandle.current());
                Clients.Outcome outcome = clients.runFor(time);
                double used = node.cpuSeconds() - before;
                double mine = TestNode.cpuSeconds(ProcessHandle.current()) - mineBefore;
                outcomes.add(outcome);
                Report.say(
                        "%d clients: %.0f jobs/s, %s, %d refused; node used %.2f cores,"
                                + " %.0f µs per job (generator %.0f µs), %.0f MiB;"
                                + " warming up %.0f jobs/s, %s",
                        count,
                        outcome.perSecond(),
                        outcome.latency(),
                        outcome.refused(),
                        used / outcome.seconds(),
                        used * 1e6 / outcome.latency().size(),
                        mine * 1e6 / outcome.latency().size(),
                        node.rssMib(),
                        cold.perSecond(),
                        cold.latency());
                if (outcome.refused() > 0) {
                    throw new IOException("jobs were refused");
                }
            }
            place.delete();
        }
        publish(count, outcomes);
    }

    private void publish(int count, List<Clients.Outcome> outcomes) {
        String what = "durable submit over HTTP, " + count + (count == 1 ? " client" : " clients");
        double[] rates = outcomes.stream().mapToDouble(Clients.Outcome::perSecond).toArray();
        double[] tails = outcomes.stream().mapToDouble(o -> o.latency().at(0.99)).toArray();
        double[] middles = outcomes.stream().mapToDouble(o -> o.latency().at(0.5)).toArray();
        double[] longest = outcomes.stream().mapToDouble(o -> o.latency().at(1)).toArray();
        String others =
                String.format(
                        Locale.ROOT,
                        "p50 %.2f ms, p99 %.2f ms, max %.1f ms",
                        Report.median(middles),
                        Report.median(tails),
                        Report.median(longest));
        if (count == 64) {
            report.row(what, Target.atLeast(5_000, "jobs/s"), rates);
            report.row(what + ", p99", Target.atMost(50, "ms"), tails);
            report.row(what + ", latency", others, rates.length);
        } else {
            report.row(
                    what,
                    String.format(Locale.ROOT, "%,.0f jobs/s, %s", Report.median(rates), others),
                    rates.length);
        }
    }
}
