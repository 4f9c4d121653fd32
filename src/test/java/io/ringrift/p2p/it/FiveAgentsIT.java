package io.ringrift.p2p.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import tools.jackson.databind.JsonNode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Three voters that run no jobs and five agents that vote in nothing play real games, while one
 * agent is killed, one is frozen for a minute and one is cut off: {@code ./mvnw -Pfaults verify
 * -Dit.test=FiveAgentsIT}. Needs the right to make network namespaces and skips without it.
 */
@Tag("long")
@Isolated
class FiveAgentsIT {

    private static final List<String> AGENTS = List.of("p", "q", "r", "s", "t");
    private static final int GAMES = 40;
    private static final String TOKEN = "a-token-of-sixteen-or-more";
    private static final String JOB =
            "{\"job_type\":\"selfplay\",\"config_key\":\"hex5_2p\",\"num_games\":%d}"
                    .formatted(GAMES);

    @TempDir Path folder;

    private final ClientHistory history = new ClientHistory();
    private final Map<String, RealNode> agents = new LinkedHashMap<>();
    private VirtualNetwork network;
    private RealCluster voters;
    private LeaderWatch watch;
    private ClusterLoad load;

    @BeforeEach
    void form() throws Exception {
        network =
                new VirtualNetwork(
                        Stream.concat(RealCluster.NAMES.stream(), AGENTS.stream()).toList());
        assumeTrue(network.create(), "network namespaces cannot be made here (needs root and ip)");
        Map<String, String> hosts = network.addresses();
        hosts.keySet().removeAll(AGENTS);
        voters =
                RealCluster.on(hosts, folder)
                        .with("RINGRIFT_P2P_AUTH_TOKEN", TOKEN)
                        .with("RINGRIFT_P2P_AGENT_ENABLED", "false");
        for (RealNode node : voters.all()) {
            node.under("ip", "netns", "exec", network.namespace(node.name()));
        }
        for (String name : AGENTS) {
            agents.put(name, agent(name));
        }
        watch = new LeaderWatch(voters, history);
        load = new ClusterLoad(voters, history, Long.getLong("fault.seed", System.nanoTime()));
        load.submits(JOB, Duration.ofMillis(500));
        for (RealNode agent : agents.values()) {
            agent.launch();
        }
        voters.start().settled();
        agents.values().forEach(RealNode::awaitReady);
    }

    /** It runs the program that comes with every node. */
    private RealNode agent(String name) throws Exception {
        Path own = Files.createDirectories(folder.resolve(name));
        RealNode agent = new RealNode(own, name, network.address(name), RealNode.freePort());
        return agent.under("ip", "netns", "exec", network.namespace(name))
                .flags("-Xmx192m")
                .with("RINGRIFT_P2P_AUTH_TOKEN", TOKEN)
                .with("RINGRIFT_P2P_HEARTBEAT_INTERVAL", "1")
                .with("RINGRIFT_P2P_PEER_TIMEOUT", "4")
                .with("RINGRIFT_P2P_AGENT_CPUS", "1")
                .with(
                        "RINGRIFT_P2P_VOTERS",
                        RealCluster.NAMES.stream()
                                .map(voters::address)
                                .collect(Collectors.joining(",")));
    }

    @AfterEach
    void end() throws Exception {
        if (load != null) {
            load.stop();
            watch.close();
            agents.values().forEach(RealNode::close);
            voters.close();
        }
        network.close();
    }

    @Test
    void allGamesCountOnceWhateverBecomesOfTheAgents() throws Exception {
        RealNode killed = Objects.requireNonNull(agents.get("p"));
        RealNode frozen = Objects.requireNonNull(agents.get("q"));
        RealNode cutOff = Objects.requireNonNull(agents.get("r"));
        load.start(2).awaitProgress(20);
        awaitGamesOnEachAgent();

        // One after another: three of five at once would make the leader doubt itself.
        awaitWork(frozen);
        frozen.freeze();
        long frozenAt = System.nanoTime();
        awaitPresence(frozen, "offline");
        awaitNothingLostIsOpen();
        awaitWork(killed);
        killed.kill();
        awaitPresence(killed, "offline");
        awaitNothingLostIsOpen();
        awaitWork(cutOff);
        cut(cutOff);
        awaitPresence(cutOff, "offline");
        assertThat(cutOff.get("/readyz").statusCode()).isEqualTo(503);
        load.awaitProgress(20);
        ClusterLoad.letPass(Duration.ofSeconds(60).minusNanos(System.nanoTime() - frozenAt));
        frozen.thaw();
        network.heal();
        killed.start();
        for (RealNode lost : List.of(killed, frozen, cutOff)) {
            awaitPresence(lost, "present");
        }
        load.awaitProgress(20);
        load.stop();

        assertThat(voters.leader().get("/jobs?status=failed").body()).isEqualTo("{\"jobs\":[]}");
        new Verdict(voters, history, load).everythingEndsAndEveryPromiseWasKept();
        everyGameIsThereAndCountedOnce();
    }

    private void cut(RealNode agent) throws Exception {
        for (String voter : RealCluster.NAMES) {
            network.cutBothWays(agent.name(), voter);
        }
    }

    /** A fault that finds an agent idle takes nothing away. */
    private void awaitWork(RealNode agent) {
        Awaitility.await(agent.name() + " has work")
                .atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptions()
                .until(
                        () ->
                                !voters.leader()
                                        .json("/jobs?status=running&node_id=" + agent.name())
                                        .get("jobs")
                                        .isEmpty());
    }

    /** A job under which two nodes went away would rightly be a dead letter. */
    private void awaitNothingLostIsOpen() {
        Awaitility.await("what was lost was repeated")
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(
                        () ->
                                voters.leader()
                                        .json("/jobs?limit=1000&status=pending&status=running")
                                        .get("jobs")
                                        .valueStream()
                                        .flatMap(job -> job.get("attempts").valueStream())
                                        .noneMatch(FiveAgentsIT::isLost));
    }

    private static boolean isLost(JsonNode attempt) {
        return attempt.path("reason").asString("").equals("lost");
    }

    private void awaitPresence(RealNode agent, String presence) {
        Awaitility.await(agent.name() + " is " + presence)
                .atMost(Duration.ofSeconds(40))
                .ignoreExceptions()
                .until(
                        () ->
                                voters.leader()
                                        .json("/nodes/" + agent.name())
                                        .get("presence")
                                        .stringValue()
                                        .equals(presence));
    }

    private void awaitGamesOnEachAgent() {
        Awaitility.await("a job has ended on each agent")
                .atMost(Duration.ofSeconds(90))
                .ignoreExceptions()
                .until(
                        () ->
                                completed().stream()
                                        .map(job -> job.get("node_id").stringValue())
                                        .collect(Collectors.toSet())
                                        .containsAll(AGENTS));
    }

    private List<JsonNode> completed() throws Exception {
        List<JsonNode> jobs = new ArrayList<>();
        voters.leader().json("/jobs?limit=1000&status=completed").get("jobs").forEach(jobs::add);
        return jobs;
    }

    private void everyGameIsThereAndCountedOnce() throws Exception {
        Map<String, Integer> lost = new HashMap<>();
        long games = 0;
        for (JsonNode job : completed()) {
            Path output = Path.of(job.get("output_path").stringValue());
            assertThat(Files.readAllLines(output.resolve("games.jsonl")))
                    .as("games of job %s", job.get("job_id"))
                    .hasSize(GAMES);
            games += GAMES;
            for (JsonNode attempt : job.get("attempts")) {
                if (isLost(attempt)) {
                    lost.merge(attempt.get("node_id").stringValue(), 1, Integer::sum);
                }
            }
        }
        assertThat(voters.leader().json("/status").get("jobs").get("games").longValue())
                .isEqualTo(games);
        assertThat(lost.keySet()).as("the faults took work away").isNotEmpty();
        assertThat(AGENTS).containsAll(lost.keySet());
        System.out.printf("%d games, attempts lost per node: %s%n", games, lost);
    }
}
