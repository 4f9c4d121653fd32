package io.ringrift.p2p.load;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * How many jobs three voters take in, each on the disks of a majority before it is acknowledged.
 */
// The close in the middle is the measurement: a voter that ends.
@SuppressWarnings("try")
final class SubmitToThree {

    private final Options options;
    private final Report report;

    SubmitToThree(Options options, Report report) {
        this.options = options;
        this.report = report;
    }

    void run() throws IOException {
        int count = options.number("clients", 64);
        boolean spread = "all".equals(options.given().get("to"));
        double[] rates = new double[options.number("runs", 3)];
        Percentiles last = new Percentiles();
        try (ThreeVoters voters = ThreeVoters.start(options, Submit.TAKE_IN_ONLY)) {
            List<Integer> ports =
                    spread
                            ? voters.nodes().stream().map(TestNode::port).toList()
                            : List.of(voters.leader().port());
            try (Clients clients = new Clients(ports, count, Submit.JOB, 201)) {
                Clients.Outcome cold =
                        clients.runFor(Duration.ofSeconds(options.number("warmup", 100)));
                Report.say("warming up: %.0f jobs/s, %s", cold.perSecond(), cold.latency());
                for (int run = 0; run < rates.length; run++) {
                    double before = cpuSeconds(voters);
                    Clients.Outcome outcome =
                            clients.runFor(Duration.ofSeconds(options.number("seconds", 10)));
                    if (outcome.refused() > 0) {
                        throw new IOException(outcome.refused() + " jobs were refused");
                    }
                    rates[run] = outcome.perSecond();
                    last = outcome.latency();
                    Report.say(
                            "%.0f jobs/s, %s; the nodes used %.2f cores",
                            rates[run], last, (cpuSeconds(voters) - before) / outcome.seconds());
                }
            }
            voters.close();
            voters.delete();
        }
        String what =
                "durable submit over HTTP on three voters, %d clients to %s"
                        .formatted(count, spread ? "all" : "the leader");
        report.row(what, "%,.0f jobs/s".formatted(Report.median(rates)), rates.length);
        report.row(what + ", latency", String.format(Locale.ROOT, "%s", last), 1);
    }

    private static double cpuSeconds(ThreeVoters voters) {
        return voters.nodes().stream().mapToDouble(TestNode::cpuSeconds).sum();
    }
}
