package io.ringrift.p2p.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
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
    private final Map<String, String> hosts = new LinkedHashMap<>();
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private Path folder = Path.of(".");
    private String program = "";

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
        cluster.folder = folder;
        cluster.program = JobProgram.good(folder).toString();
        hosts.forEach(cluster::place);
        for (String name : hosts.keySet()) {
            cluster.nodes.put(name, cluster.make(name));
        }
        return cluster;
    }

    private void place(String name, String host) {
        hosts.put(name, host);
        ports.put(name, freePair(ports));
    }

    private RealNode make(String name) throws IOException {
        String voters = ports.keySet().stream().map(this::address).collect(Collectors.joining(","));
        Path own = Files.createDirectories(folder.resolve(name));
        RealNode node =
                new RealNode(own, name, hosts.getOrDefault(name, ""), ports.getOrDefault(name, 0));
        return voter(node, voters).with("RINGRIFT_P2P_TEMPLATES_SELFPLAY_COMMAND", program);
    }

    /** As it stands in the list of voters. */
    String address(String name) {
        int port = ports.getOrDefault(name, 0);
        return "%s=%s:%d:%d".formatted(name, hosts.get(name), port, port + 1);
    }

    /** One more node on loopback that lists itself and all others; they do not know of it. */
    RealNode newcomer(String name) throws IOException {
        place(name, "127.0.0.1");
        RealNode node = make(name);
        nodes.put(name, node);
        return node;
    }

    /** Not one of the cluster's any more. */
    void leave(String name) {
        node(name).close();
        nodes.remove(name);
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

    /** Makes this one lead, if it does not already. */
    void lead(String name) throws Exception {
        RealNode leader = leader();
        if (!leader.name().equals(name)) {
            HttpResponse<String> moved =
                    leader.post("/cluster/transfer", "{\"to\":\"%s\"}".formatted(name));
            assertThat(moved.statusCode()).as(moved.body()).isEqualTo(200);
        }
        Awaitility.await(name + " leads")
                .atMost(Duration.ofSeconds(20))
                .until(() -> leads(node(name)));
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
