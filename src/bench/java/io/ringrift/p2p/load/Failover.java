package io.ringrift.p2p.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * How long nothing is accepted after the leader was killed, as a client sees it that talks to the
 * other two; and that every acknowledged job is there afterwards, once.
 */
// The close in the middle is the measurement: a voter that ends.
@SuppressWarnings("try")
final class Failover {

    private static final int WRITE_BEFORE_MILLIS = 500;

    private final Options options;
    private final Report report;

    Failover(Options options, Report report) {
        this.options = options;
        this.report = report;
    }

    void run() throws IOException, InterruptedException {
        double[] seconds = new double[options.number("rounds", 50)];
        List<Double> back = new ArrayList<>();
        int acknowledged = 0;
        int refused = 0;
        try (ThreeVoters voters = ThreeVoters.start(options, Submit.TAKE_IN_ONLY)) {
            for (int round = 0; round < seconds.length; round++) {
                TestNode leader = voters.leader();
                try (Writers writers = new Writers(voters.without(leader), 1)) {
                    Pause.ofMillis(WRITE_BEFORE_MILLIS + round * 37 % 200);
                    long killed = System.nanoTime();
                    leader.kill();
                    seconds[round] =
                            (writers.acknowledgements().firstSentAfter(killed) - killed) / 1e9;
                    writers.close();
                    acknowledged += writers.acknowledgements().count();
                    refused += writers.acknowledgements().refused();
                }
                TestNode again = voters.restart(leader);
                again.awaitReady();
                ThreeVoters.awaitSameIndex(again, voters.leader());
                back.add((System.nanoTime() - again.begin()) / 1e9);
                Report.say(
                        "round %d: %.2f s; the killed node follows after %.1f s",
                        round + 1, seconds[round], back.getLast());
            }
            verify(voters, acknowledged);
            voters.close();
            voters.delete();
        }
        String what = "kill -9 of the leader → next acknowledged submit";
        report.row(what + ", median", Target.atMost(1.5, "s"), seconds);
        report.worst("the same, worst", Target.atMost(3, "s"), seconds);
        report.row(
                "the same: acknowledged, of these lost or doubled, told to try again",
                "%,d, 0, %d".formatted(acknowledged, refused),
                seconds.length);
        report.row(
                "start of the killed node → it follows",
                "%.1f s".formatted(Report.median(back.stream().mapToDouble(d -> d).toArray())),
                seconds.length);
    }

    /** As many jobs as keys: none is lost, none is there twice. */
    static void verify(ThreeVoters voters, int acknowledged) throws IOException {
        try (Connection connection = new Connection(voters.leader().port())) {
            int jobs = connection.ask(Request.get("/status"), 200).get("work_queue_size").asInt();
            if (jobs != acknowledged) {
                throw new IOException(
                        acknowledged + " jobs were acknowledged, but " + jobs + " are there");
            }
        }
    }
}
