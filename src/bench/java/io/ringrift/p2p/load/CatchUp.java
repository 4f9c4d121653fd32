package io.ringrift.p2p.load;

import java.io.IOException;
import java.util.Locale;

/** How long a follower takes to know what happened while it was down. */
// The close in the middle is the measurement: a voter that ends.
@SuppressWarnings("try")
final class CatchUp {

    private final Options options;
    private final Report report;

    CatchUp(Options options, Report report) {
        this.options = options;
        this.report = report;
    }

    void run() throws IOException {
        int commands = options.number("commands", 100_000);
        double[] fromStart = new double[options.number("runs", 1)];
        double[] toReady = new double[fromStart.length];
        try (ThreeVoters voters = ThreeVoters.start(options, Submit.TAKE_IN_ONLY)) {
            for (int run = 0; run < fromStart.length; run++) {
                TestNode leader = voters.leader();
                TestNode follower = voters.without(leader).getFirst();
                follower.kill();
                try (Clients clients = new Clients(leader.port(), 64, Submit.JOB, 201)) {
                    Clients.Outcome outcome = clients.send(commands);
                    if (outcome.refused() > 0) {
                        throw new IOException(outcome.refused() + " jobs were refused");
                    }
                    Report.say(
                            "%,d jobs on two of three voters: %.0f/s, %s",
                            commands, outcome.perSecond(), outcome.latency());
                }
                TestNode again = voters.restart(follower);
                again.awaitReady();
                ThreeVoters.awaitSameIndex(again, leader);
                fromStart[run] = (System.nanoTime() - again.begin()) / 1e9;
                toReady[run] = again.secondsToReady();
                Report.say("same index %.2f s after its start", fromStart[run]);
            }
            voters.close();
            voters.delete();
        }
        report.row(
                String.format(
                        Locale.ROOT,
                        "start of a follower that missed %,d commands → its index is the leader's",
                        commands),
                Target.atMost(10, "s"),
                fromStart);
        report.row(
                "the same, of which start → ready",
                "%.1f s".formatted(Report.median(toReady)),
                toReady.length);
    }
}
