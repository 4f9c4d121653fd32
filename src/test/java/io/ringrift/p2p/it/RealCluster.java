package io.ringrift.p2p.it;

import org.awaitility.Awaitility;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** Three voters as people run them, each a process with its own folder and ports. */
final class RealCluster implements AutoCloseable {

    static final List<String> NAMES = List.of("a", "b", "c");

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Map<String, RealNode> nodes = new LinkedHashMap<>();

    private RealCluster() {}

    /** On loopback; nothing is started yet. */
    static RealCluster onLoopback(Path folder) throws IOException {
        Map<String, String> hosts = new LinkedHashMap<>();
        NAMES.forEach(name -> hosts.put(name, "127.0.0.1"));
        return on(hosts, folder);
    }

    /**
     * @param hosts the address of each voter by its name
     */
    static RealCluster on(Map<String, String> hosts, Path folder) throws IOException {
        RealCluster cluster = new RealCluster();
        String program = JobProgram.good(folder).toString();
        Map<String, Integer> ports = new LinkedHashMap<>();
        hosts.keySet().forEach(name -> ports.put(name, freePair(ports)));
        String voters =
                ports.entrySet().stream()
                        .map(
                                one ->
                                        "%s=%s:%d:%d"
                                                .formatted(
                                                        one.getKey(),
                                                        hosts.get(one.getKey()),
                                                        one.getValue(),
                                                        one.getValue() + 1))
                        .collect(Collectors.joining(","));
        for (Map.Entry<String, String> host : hosts.entrySet()) {
            String name = host.getKey();
            Path own = Files.createDirectories(folder.resolve(name));
            cluster.nodes.put(
                    name,
                    voter(
                                    new RealNode(
                                            own,
                                            name,
                                            host.getValue(),
                                            ports.getOrDefault(name, 0)),
                                    voters)
                            .with("RINGRIFT_P2P_TEMPLATES_SELFPLAY_COMMAND", program));
        }
        return cluster;
    }

    /** Times are short, so that a test sees in seconds what takes a minute elsewhere. */
    private static RealNode voter(RealNode node, String voters) {
        return node.flags("-Xmx256m")
                .with("RINGRIFT_P2P_VOTERS", voters)
                .with("RINGRIFT_P2P_HEARTBEAT_INTERVAL", "1")
                .with("RINGRIFT_P2P_PEER_TIMEOUT", "4")
                .with("RINGRIFT_P2P_AGENT_CPUS", "1")
                .with("RINGRIFT_P2P_JOBS_MAX_LOST", "100")
                .with("RINGRIFT_P2P_JOBS_BACKOFF_BASE", "1")
                .with("RINGRIFT_P2P_REPLICATION_SNAPSHOT_EVERY", "2000");
    }

    /** One more setting on every node. */
    RealCluster with(String variable, String value) {
        nodes.values().forEach(node -> node.with(variable, value));
        return this;
    }

    /** Starts all that do not run and waits until all are ready. */
    RealCluster start() throws IOException {
        for (RealNode node : nodes.values()) {
            if (!node.isRunning()) {
                node.launch();
            }
        }
        nodes.values().forEach(RealNode::awaitReady);
        return this;
    }

    RealNode node(String name) {
        return Objects.requireNonNull(nodes.get(name), name);
    }

    List<RealNode> all() {
        return List.copyOf(nodes.values());
    }

    /** All but one. */
    List<RealNode> allBut(RealNode node) {
        List<RealNode> others = new ArrayList<>(nodes.values());
        others.remove(node);
        return others;
    }

    /** Waits until one of the running nodes says that it leads. */
    RealNode leader() {
        return leaderAmong(all());
    }

    /** Waits until one of these says that it leads. */
    RealNode leaderAmong(List<RealNode> candidates) {
        return Awaitility.await("somebody leads")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> candidates.stream().filter(RealCluster::leads).findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    static boolean leads(RealNode node) {
        try {
            return node.isRunning() && statusNow(node).path("is_leader").asBoolean(false);
        } catch (IOException unreachable) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The status, which answers at once or not at all. */
    static JsonNode statusNow(RealNode node) throws IOException, InterruptedException {
        return RealNode.parse(
                node.send(node.request("/status").timeout(Duration.ofSeconds(1)).GET()).body());
    }

    /** Waits until every node names the same leader and is ready. */
    RealNode settled() {
        nodes.values().forEach(RealNode::awaitReady);
        RealNode leader = leader();
        Awaitility.await("all agree on " + leader.name())
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(
                        () -> {
                            for (RealNode node : all()) {
                                String named = statusNow(node).path("leader_id").asString("");
                                if (!named.equals(leader.name())) {
                                    return false;
                                }
                            }
                            return true;
                        });
        return leader;
    }

    /** Waits until every job has ended. */
    void drain() {
        Awaitility.await("all jobs ended")
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .until(() -> leader().json("/status").get("jobs").get("open").intValue() == 0);
    }

    /** Below the ports that the system gives to clients, so that a dead node's port stays free. */
    private static int freePair(Map<String, Integer> taken) {
        SplittableRandom dice = new SplittableRandom();
        for (int i = 0; i < 1_000; i++) {
            int port = 12_000 + 2 * dice.nextInt(9_000);
            if (!taken.containsValue(port) && isFree(port) && isFree(port + 1)) {
                return port;
            }
        }
        throw new IllegalStateException("no two neighbouring ports are free");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    @Override
    public void close() {
        nodes.values().forEach(RealNode::close);
    }
}
