package io.ringrift.p2p.load;

import java.io.IOException;

/** The longest time without an acknowledgement while a leader that is asked to end hands over. */
final class Handover {

    private final Options options;
    private final Report report;

    Handover(Options options, Report report) {
        this.options = options;
        this.report = report;
    }

    void run() throws IOException, InterruptedException {
        int clients = options.number("clients", 4);
        double[] millis = new double[options.number("rounds", 20)];
        Percentiles gaps = new Percentiles();
        int acknowledged = 0;
        int refused = 0;
        try (ThreeVoters voters = ThreeVoters.start(options, Submit.TAKE_IN_ONLY)) {
            for (int round = 0; round < millis.length; round++) {
                TestNode leader = voters.leader();
                try (Writers writers = new Writers(voters.without(leader), clients)) {
                    Pause.ofMillis(1_000);
                    leader.terminate();
                    leader.close();
                    Pause.ofMillis(300);
                    writers.close();
                    long gap = writers.acknowledgements().longestGap();
                    gaps.add(gap);
                    millis[round] = gap / 1e6;
                    acknowledged += writers.acknowledgements().count();
                    refused += writers.acknowledgements().refused();
                }
                Report.say("round %d: %.0f ms", round + 1, millis[round]);
                TestNode again = voters.restart(leader);
                again.awaitReady();
                ThreeVoters.awaitSameIndex(again, voters.leader());
            }
            Failover.verify(voters, acknowledged);
            voters.close();
            voters.delete();
        }
        String what = "SIGTERM of the leader, longest gap between acknowledgements";
        report.row(what + ", median", "%.0f ms".formatted(Report.median(millis)), millis.length);
        report.row("the same, p99", Target.atMost(300, "ms"), gaps.at(0.99));
        report.row(
                "the same: acknowledged, of these lost or doubled, told to try again",
                "%,d, 0, %d".formatted(acknowledged, refused),
                millis.length);
    }
}
