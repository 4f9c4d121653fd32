package io.ringrift.p2p.load;

import java.io.IOException;

/** The longest time without an acknowledgement while a leader hands over, on request or to end. */
// The close in the middle is the measurement: a voter that ends.
@SuppressWarnings("try")
final class Handover {

    private static final byte[] TRANSFER = Request.post("/cluster/transfer", "{}");

    private final Options options;
    private final Report report;
    private int acknowledged;
    private int refused;
    private int late;

    Handover(Options options, Report report) {
        this.options = options;
        this.report = report;
    }

    void run() throws IOException, InterruptedException {
        double[] requested = new double[options.number("transfers", 100)];
        double[] ended = new double[options.number("rounds", 20)];
        try (ThreeVoters voters = ThreeVoters.start(options, Submit.TAKE_IN_ONLY)) {
            for (int round = 0; round < requested.length; round++) {
                requested[round] = onRequest(voters);
                Report.say("transfer %d: %.0f ms", round + 1, requested[round]);
            }
            for (int round = 0; round < ended.length; round++) {
                ended[round] = atTheEnd(voters);
                Report.say("end %d: %.0f ms", round + 1, ended[round]);
            }
            Failover.verify(voters, acknowledged);
            voters.close();
            voters.delete();
        }
        publish("POST /cluster/transfer, longest gap between acknowledgements", requested);
        report.row(
                "the same, answered with an error although the leadership moved on",
                Integer.toString(late),
                requested.length);
        publish("SIGTERM of the leader, longest gap between acknowledgements", ended);
        report.row(
                "the same: acknowledged, of these lost or doubled, told to try again",
                "%,d, 0, %d".formatted(acknowledged, refused),
                requested.length + ended.length);
    }

    private double onRequest(ThreeVoters voters) throws IOException, InterruptedException {
        TestNode leader = voters.leader();
        try (Writers writers = new Writers(voters.nodes(), options.number("clients", 4));
                Connection connection = new Connection(leader.port())) {
            Pause.ofMillis(500);
            late += connection.ask(TRANSFER) == 200 ? 0 : 1;
            Pause.ofMillis(300);
            return gap(writers);
        }
    }

    private double atTheEnd(ThreeVoters voters) throws IOException, InterruptedException {
        TestNode leader = voters.leader();
        double gap;
        try (Writers writers = new Writers(voters.without(leader), options.number("clients", 4))) {
            Pause.ofMillis(1_000);
            leader.close();
            Pause.ofMillis(300);
            gap = gap(writers);
        }
        TestNode again = voters.restart(leader);
        again.awaitReady();
        ThreeVoters.awaitSameIndex(again, voters.leader());
        return gap;
    }

    private double gap(Writers writers) throws IOException {
        writers.close();
        acknowledged += writers.acknowledgements().count();
        refused += writers.acknowledgements().refused();
        return writers.acknowledgements().longestGap() / 1e6;
    }

    private void publish(String what, double... millis) {
        if (millis.length == 0) {
            return;
        }
        Percentiles gaps = new Percentiles();
        for (double gap : millis) {
            gaps.add((long) (gap * 1e6));
        }
        report.row(what + ", median", "%.0f ms".formatted(Report.median(millis)), millis.length);
        report.row("the same, p99", Target.atMost(300, "ms"), gaps.at(0.99));
    }
}
