package io.ringrift.p2p.load;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * One large file from one node to one other node, then another one to all: the leader plans it,
 * real agents in processes of their own move it, and whoever has it serves it. Each node fetches no
 * faster than {@code cap}, so that the network that all of them share is not this machine's
 * processor. The time runs from the moment at which the catalogue knows the file until it knows it
 * of every node.
 */
final class FanOut implements AutoCloseable {

    private static final long PATIENCE_NANOS = 400_000_000_000L;
    private static final long MIB = 1 << 20;

    private final Options options;
    private final Report report;
    private final int agents;
    private final int mib;
    private final int cap;
    private final List<TestNode.Place> places = new ArrayList<>();
    private final List<TestNode> nodes = new ArrayList<>();

    FanOut(Options options, Report report) {
        this.options = options;
        this.report = report;
        this.agents = options.number("agents", 20);
        this.mib = options.number("mib", 477);
        this.cap = options.number("cap", 20);
    }

    void run() throws IOException {
        start();
        try (Connection voter = new Connection(nodes.getFirst().port())) {
            while (voter.ask(Request.get("/status"), 200).get("alive_peers").asInt() <= agents) {
                Pause.ofMillis(100);
            }
            Report.say("%d agents are there", agents);
            Pause.ofMillis(options.number("calm", 10) * 1_000L);
            double one = spread(voter, "training", 1);
            Report.say("to one: %.1f s", one);
            double all = spread(voter, "models", agents);
            Report.say("to all: %.1f s", all);
            String what = "%d MB to %d agents".formatted(Math.round(mib * MIB / 1e6), agents);
            String limit = cap == 0 ? "no cap" : "at most %d MB/s into each".formatted(cap);
            report.row(what + ", " + limit + ": to one of them", "%.1f s".formatted(one), 1);
            report.row(what + ", " + limit + ": to all", "%.1f s".formatted(all), 1);
            report.row("the same ÷ the time to one", Target.atMost(3, "×"), all / one);
        } finally {
            close();
        }
        for (TestNode.Place place : places) {
            place.delete();
        }
    }

    /** The first is the voter, which has the files and gets none. */
    private void start() throws IOException {
        for (int i = 0; i <= agents; i++) {
            places.add(TestNode.Place.fresh());
            TestNode node = TestNode.begin(options, places.get(i), settings(i));
            nodes.add(node);
            if (i % 3 == 0) {
                // Some at a time, so that the machine is not busy with starting for minutes.
                node.awaitReady();
            }
        }
    }

    private Map<String, String> settings(int i) {
        Map<String, String> settings = new HashMap<>();
        settings.put("RINGRIFT_P2P_VOTERS", "n0=127.0.0.1:" + places.getFirst().port());
        settings.put("RINGRIFT_P2P_NODE_ID", "n" + i);
        settings.put("RINGRIFT_P2P_DATA_POLICIES_TRAINING_LABELS", "first=yes");
        settings.put("RINGRIFT_P2P_DATA_POLICIES_MODELS_LABELS", "agent=yes");
        settings.put("RINGRIFT_P2P_DATA_POLICIES_MODELS_COPIES", "1");
        settings.put("RINGRIFT_P2P_DATA_SYNC_NODE_BYTES_PER_SECOND", cap + "000000B");
        // All of them look at the same processors, which are busy.
        settings.put("RINGRIFT_P2P_PEERS_OVERLOAD_CPU_PERCENT", "100");
        settings.put("RINGRIFT_P2P_LOAD_MAX_FOR_NEW_JOBS", "1");
        if (i > 0) {
            settings.put("RINGRIFT_P2P_AGENT_LABELS", i == 1 ? "agent=yes,first=yes" : "agent=yes");
        }
        return settings;
    }

    /** Lets the first node have a file, and waits until the others have it too. */
    private double spread(Connection voter, String kind, int receivers) throws IOException {
        Path folder = nodes.getFirst().data().resolve("files").resolve(kind).resolve("hex5_2p");
        Files.createDirectories(folder);
        Path file = folder.resolve(".big");
        byte[] block = new byte[(int) MIB];
        Random random = new Random(kind.hashCode());
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < mib; i++) {
                random.nextBytes(block);
                out.write(block);
            }
        }
        Files.move(file, folder.resolve("big.bin"));
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        long begun = 0;
        int holders = 0;
        while (holders <= receivers) {
            int now = holders(voter, kind);
            if (now != holders) {
                begun = begun == 0 ? System.nanoTime() : begun;
                Report.say("%.1f s: %d have it", (System.nanoTime() - begun) / 1e9, now);
                holders = now;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("only " + holders + " nodes have it");
            }
            Pause.ofMillis(100);
        }
        return (System.nanoTime() - begun) / 1e9;
    }

    private static int holders(Connection voter, String kind) throws IOException {
        JsonNode files = voter.ask(Request.get("/data/files?kind=" + kind), 200).get("files");
        return files.isEmpty() ? 0 : files.get(0).get("nodes").size();
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
}
