package io.ringrift.p2p.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.it.ClientHistory.JobSeen;
import io.ringrift.p2p.it.ClientHistory.NodeSeen;
import io.ringrift.p2p.it.ClientHistory.Tally;

import org.awaitility.Awaitility;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects the final state of a healed cluster and holds it against a history. */
final class Verdict {

    private final RealCluster cluster;
    private final ClientHistory history;
    private final ClusterLoad load;

    Verdict(RealCluster cluster, ClientHistory history, ClusterLoad load) {
        this.cluster = cluster;
        this.history = history;
        this.load = load;
    }

    /** After a fault has healed and the clients have stopped: every promise was kept. */
    void everyPromiseWasKept() throws Exception {
        cluster.settled();
        load.repeatTheUnanswered();
        load.repeatSomeOfTheAcknowledged(cluster.leader(), 5);
        assertThat(history.unanswered()).as("keys without an answer after the heal").isEmpty();
        List<NodeSeen> seen = new ArrayList<>();
        for (RealNode node : cluster.all()) {
            seen.add(new NodeSeen(node.name(), jobs(node)));
        }
        Tally tally = tally(cluster.leader());
        assertThat(HistoryChecker.check(history, seen, tally)).isEmpty();
        replicasAreEqual();
    }

    /** I16 as well: what is open ends. */
    void everythingEndsAndEveryPromiseWasKept() throws Exception {
        cluster.settled();
        load.repeatTheUnanswered();
        cluster.drain();
        everyPromiseWasKept();
        Tally tally = tally(cluster.leader());
        assertThat(tally.open()).isZero();
        assertThat(tally.failed()).as("jobs that failed: %s", tally).isZero();
    }

    /** All jobs as a node lists them now, linearizably. */
    private static Map<String, JobSeen> jobs(RealNode node) throws Exception {
        Map<String, JobSeen> jobs = new HashMap<>();
        String cursor = "";
        do {
            JsonNode page = page(node, "/jobs?limit=1000&cursor=" + cursor);
            for (JsonNode job : page.get("jobs")) {
                List<String> reasons = new ArrayList<>();
                for (JsonNode attempt : job.get("attempts")) {
                    reasons.add(attempt.path("reason").asString(""));
                }
                jobs.put(
                        job.get("job_id").stringValue(),
                        new JobSeen(job.get("status").stringValue(), reasons));
            }
            cursor = page.path("next_cursor").asString("");
        } while (!cursor.isEmpty());
        return jobs;
    }

    private static JsonNode page(RealNode node, String path) {
        return Awaitility.await("a page of jobs from " + node.name())
                .atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(() -> node.json(path), page -> page.has("jobs"));
    }

    private static Tally tally(RealNode leader) throws IOException, InterruptedException {
        JsonNode jobs = leader.json("/status").get("jobs");
        return new Tally(
                jobs.get("submitted").longValue(),
                jobs.get("open").longValue(),
                jobs.get("completed").longValue(),
                jobs.get("failed").longValue(),
                jobs.get("cancelled").longValue());
    }

    /** I10, as far as one sees it from outside: at one index all nodes show the same jobs. */
    private void replicasAreEqual() {
        Awaitility.await("three pictures of one index")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(
                        () -> {
                            Set<String> indexes = new HashSet<>();
                            Set<JsonNode> pictures = new HashSet<>();
                            for (RealNode node : cluster.all()) {
                                HttpResponse<String> picture =
                                        node.get("/jobs?limit=200&consistency=stale");
                                indexes.add(
                                        picture.headers()
                                                .firstValue("X-Applied-Index")
                                                .orElseThrow());
                                pictures.add(withoutProgress(picture.body()));
                            }
                            if (indexes.size() > 1) {
                                return false;
                            }
                            assertThat(pictures).as("I10: at index %s", indexes).hasSize(1);
                            return true;
                        });
    }

    /** Progress comes from the agents' beats, which are not replicated. */
    private static JsonNode withoutProgress(String body) {
        JsonNode page = RealNode.parse(body);
        for (JsonNode job : page.get("jobs")) {
            ((tools.jackson.databind.node.ObjectNode) job).remove("progress");
        }
        return page;
    }
}
