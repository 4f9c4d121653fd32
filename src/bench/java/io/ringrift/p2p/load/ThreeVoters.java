package io.ringrift.p2p.load;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Three nodes in processes of their own that form one cluster on loopback. */
final class ThreeVoters implements AutoCloseable {

    private static final List<String> NAMES = List.of("a", "b", "c");
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private final Options options;
    private final Map<String, String> settings;
    private final List<TestNode.Place> places = new ArrayList<>();
    private final List<TestNode> nodes = new ArrayList<>();

    /** Starts all three and waits until the cluster is formed. */
    static ThreeVoters start(Options options, Map<String, String> settings) throws IOException {
        ThreeVoters voters = new ThreeVoters(options, settings);
        for (int i = 0; i < NAMES.size(); i++) {
            voters.nodes.add(voters.begin(i));
        }
        for (TestNode node : voters.nodes) {
            node.awaitReady();
        }
        return voters;
    }

    private ThreeVoters(Options options, Map<String, String> settings) throws IOException {
        this.options = options;
        for (int i = 0; i < NAMES.size(); i++) {
            places.add(TestNode.Place.fresh());
        }
        this.settings = new HashMap<>(settings);
        this.settings.put(
                "RINGRIFT_P2P_VOTERS",
                places.stream()
                        .map(p -> NAMES.get(places.indexOf(p)) + "=127.0.0.1:" + p.port())
                        .collect(Collectors.joining(",")));
    }

    private TestNode begin(int i) throws IOException {
        Map<String, String> own = new HashMap<>(settings);
        own.put("RINGRIFT_P2P_NODE_ID", NAMES.get(i));
        return TestNode.begin(options, places.get(i), own);
    }

    List<TestNode> nodes() {
        return List.copyOf(nodes);
    }

    /** All but one. */
    List<TestNode> without(TestNode one) {
        return nodes.stream().filter(node -> node != one).toList();
    }

    /** Waits for the node that leads by its own words; of two the one with the later epoch. */
    TestNode leader() throws IOException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() - deadline < 0) {
            TestNode leader = null;
            long latest = -1;
            for (TestNode node : nodes) {
                JsonNode status = node.isAlive() ? status(node) : null;
                if (status != null
                        && status.get("is_leader").asBoolean()
                        && status.get("epoch").asLong() > latest) {
                    leader = node;
                    latest = status.get("epoch").asLong();
                }
            }
            if (leader != null) {
                return leader;
            }
            Pause.ofMillis(20);
        }
        throw new IOException("nobody leads");
    }

    private static @Nullable JsonNode status(TestNode node) {
        try (Connection connection = new Connection(node.port())) {
            return connection.ask(Request.get("/status"), 200);
        } catch (IOException e) {
            Report.say("%s does not answer: %s", node.port(), e);
            return null;
        }
    }

    /** Starts an ended one again, in its folder and on its ports; does not wait. */
    TestNode restart(TestNode ended) throws IOException {
        int i = nodes.indexOf(ended);
        ended.close();
        TestNode again = begin(i);
        nodes.set(i, again);
        return again;
    }

    /** The last log entry that a node has applied, by its own words. */
    static long appliedIndex(TestNode node) throws IOException {
        try (Connection connection = new Connection(node.port())) {
            connection.ask(Request.get("/jobs?limit=1&consistency=stale"), 200);
            return Long.parseLong(connection.header("X-Applied-Index"));
        }
    }

    /** Waits until a node has applied as much as another one. */
    static void awaitSameIndex(TestNode follower, TestNode leader) throws IOException {
        long deadline = System.nanoTime() + 5 * PATIENCE_NANOS;
        while (appliedIndex(follower) < appliedIndex(leader)) {
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("the follower does not catch up");
            }
            Pause.ofMillis(10);
        }
    }

    @Override
    public void close() throws IOException {
        for (TestNode node : nodes) {
            node.kill();
        }
        for (TestNode node : nodes) {
            node.close();
        }
    }

    /** Removes what they left on disk; not after a failure, whose traces are wanted. */
    void delete() throws IOException {
        for (TestNode.Place place : places) {
            place.delete();
        }
    }
}
