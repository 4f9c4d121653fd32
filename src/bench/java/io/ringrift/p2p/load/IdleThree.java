package io.ringrift.p2p.load;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** What an idle cluster with three agents writes into its log: renewals of the lease only. */
// The close in the middle is the measurement: a voter that ends.
@SuppressWarnings("try")
final class IdleThree {

    private final Options options;
    private final Report report;

    IdleThree(Options options, Report report) {
        this.options = options;
        this.report = report;
    }

    void run() throws IOException {
        int seconds = options.number("seconds", 60);
        try (ThreeVoters voters = ThreeVoters.start(options, Map.of())) {
            TestNode leader = voters.leader();
            try (Connection connection = new Connection(leader.port())) {
                while (connection.ask(Request.get("/status"), 200).get("alive_peers").asInt() < 3) {
                    Pause.ofMillis(100);
                }
                Pause.ofMillis(5_000);
                long before = ThreeVoters.appliedIndex(leader);
                int beats = beats(connection, Duration.ofSeconds(seconds));
                report.row(
                        "log entries of an idle cluster with three agents in " + seconds + " s",
                        "%d, while %d heartbeats came"
                                .formatted(ThreeVoters.appliedIndex(leader) - before, beats),
                        1);
            }
            voters.close();
            voters.delete();
        }
    }

    /** Heartbeats that the leader has seen change its view of the nodes. */
    private static int beats(Connection leader, Duration time) throws IOException {
        Map<String, Double> latest = new HashMap<>();
        int seen = 0;
        for (long end = System.nanoTime() + time.toNanos(); System.nanoTime() - end < 0; ) {
            for (JsonNode peer : leader.ask(Request.get("/status"), 200).get("all_peers")) {
                double beat = peer.get("last_heartbeat").asDouble();
                Double before = latest.put(peer.get("node_id").asString(), beat);
                seen += before != null && before != beat ? 1 : 0;
            }
            Pause.ofMillis(200);
        }
        return seen;
    }
}
