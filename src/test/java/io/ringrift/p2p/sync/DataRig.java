package io.ringrift.p2p.sync;

import static io.ringrift.p2p.Nouns.FOUR_CORES;
import static io.ringrift.p2p.Nouns.incarnation;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ringrift.p2p.Nouns;
import io.ringrift.p2p.TestClock;
import io.ringrift.p2p.engine.Catalogue;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.Decision;
import io.ringrift.p2p.engine.RulesVersion;
import io.ringrift.p2p.leadership.LeadershipRig;
import io.ringrift.p2p.model.AttemptToken;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.JsonText;
import io.ringrift.p2p.model.Labels;
import io.ringrift.p2p.model.Needs;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.DataPath;
import io.ringrift.p2p.model.data.Producer;
import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.peers.PeerRegistry;
import io.ringrift.p2p.peers.PeersRig;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/** Nodes with files, over a log in memory. */
final class DataRig {

    static final long GB = 1L << 30;

    final LeadershipRig rig = LeadershipRig.leading();
    final PeerRegistry peers = PeersRig.registry(rig.clock);
    final Epoch epoch = rig.epoch();
    private final Map<NodeId, Long> versions = new HashMap<>();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private int jobs = 1_000;

    DataRig() {
        for (int version = 2; version <= RulesVersion.known(); version++) {
            rig.apply(new Command.RaiseRulesVersion(rig.clock.instant(), epoch, version));
        }
    }

    static NodeId node(String name) {
        return new NodeId(name);
    }

    static URI url(String node) {
        return URI.create("http://" + node + ":8770");
    }

    /** A node that can be dialled and has space. */
    DataRig with(String... names) {
        for (String name : names) {
            rig.apply(Nouns.register(node(name), FOUR_CORES));
            PeersRig.heard(peers, node(name), url(name), 100 * GB);
        }
        return this;
    }

    /** Nodes that nobody can dial. */
    DataRig undialled(String... names) {
        for (String name : names) {
            rig.apply(Nouns.register(node(name), FOUR_CORES));
            PeersRig.heard(peers, node(name), null, 100 * GB);
        }
        return this;
    }

    /** How much space a node has on its disk from now on. */
    DataRig room(String name, long bytes) {
        boolean dialled = peers.find(node(name)).orElseThrow().beat().dataUrl() != null;
        PeersRig.heard(peers, node(name), dialled ? url(name) : null, bytes);
        return this;
    }

    DataRig labelled(String name, String labels) {
        label(name, labels);
        PeersRig.heard(peers, node(name), url(name), 100 * GB);
        return this;
    }

    /** What a node that is there says of itself. */
    DataRig label(String name, String labels) {
        rig.apply(
                new Command.RegisterNode(
                        rig.clock.instant(),
                        epoch,
                        node(name),
                        incarnation(1),
                        FOUR_CORES,
                        Labels.parse(labels)));
        return this;
    }

    /** A file whose content is its path; made so many seconds after the start. */
    static DataFile file(String kind, String path, long size, long games, int second) {
        String hex = "%064x".formatted(path.hashCode() & 0xffffffffL);
        return new DataFile(
                new DataKey(new DataKind(kind), new DataPath(path), new Sha256(hex)),
                path.substring(0, path.indexOf('/')),
                size,
                games,
                Producer.of(node("maker")),
                TestClock.START.plusSeconds(second));
    }

    static DataFile model(String path) {
        return file("models", path, GB, 0, 0);
    }

    static DataFile games(String path) {
        return file("games", path, 1_000, 10, 0);
    }

    /** A node says that it has files. */
    DataRig has(String name, DataFile... files) {
        long base = versions.getOrDefault(node(name), 0L);
        versions.put(node(name), base + 1);
        rig.apply(
                new Command.RecordManifest(
                        rig.clock.instant(),
                        epoch,
                        node(name),
                        incarnation(1),
                        base,
                        base + 1,
                        List.of(files),
                        List.of()));
        return this;
    }

    /** A node runs a job. */
    DataRig runs(String name, JobType type, String config) {
        int number = jobs++;
        rig.apply(
                Nouns.submit(
                        number,
                        new JobSpec(type, config, 10, 50, JsonText.EMPTY, node(name), Nouns.CORE)));
        rig.apply(Nouns.assign(number, node(name)), Nouns.start(number));
        return this;
    }

    /** A training waits that needs data. */
    JobId needs(int number, @Nullable String on, Needs needs) {
        rig.apply(
                Nouns.submit(
                        number,
                        new JobSpec(
                                        JobType.TRAINING,
                                        "hex8",
                                        1,
                                        80,
                                        JsonText.EMPTY,
                                        on == null ? null : node(on),
                                        Nouns.CORE)
                                .withNeeds(needs)));
        return Nouns.job(number);
    }

    /** A SYNC job that a person has made. */
    Job ordered(String on, SyncOrder order) {
        rig.apply(
                Nouns.submit(
                        jobs++,
                        new JobSpec(
                                JobType.SYNC,
                                "hex8",
                                1,
                                50,
                                order.metadata(),
                                node(on),
                                Nouns.CORE)));
        return syncs().getLast();
    }

    /** What the log says to a first attempt on that node. */
    String assign(JobId job, String on) {
        var command =
                new Command.AssignJob(
                        rig.clock.instant(),
                        epoch,
                        job,
                        1,
                        node(on),
                        new AttemptToken(new UUID(9, jobs++)));
        return switch (rig.gate.submit(command).decision()) {
            case Decision.Accepted _ -> "accepted";
            case Decision.Refused refused -> refused.why().code();
        };
    }

    SyncPlanner planner(SyncPolicy policy) {
        return new SyncPlanner(
                rig.log, rig.gate, peers, policy, this::nextId, rig.clock, rig.clock, meters);
    }

    /** How many plans were made. */
    long plans() {
        return meters.get("ringrift.p2p.sync.plan").timer().count();
    }

    private JobId nextId() {
        return Nouns.job(jobs++);
    }

    /** Every SYNC job that waits or runs. */
    List<Job> syncs() {
        return rig.log.picture().state().open().values().stream()
                .filter(job -> job.spec().type() == JobType.SYNC)
                .toList();
    }

    /**
     * The open SYNC jobs in words: {@code mover<-paths} fetches, {@code mover->to:paths} pushes.
     */
    Stream<String> words() {
        return syncs().stream().map(job -> words(job.spec()));
    }

    static String words(JobSpec spec) {
        SyncOrder order = SyncOrder.read(spec.metadata()).orElseThrow();
        List<String> paths = order.files().stream().map(key -> key.path().value()).toList();
        return spec.pinnedNode()
                + (order.to() == null ? "<-" : "->" + order.to() + ":")
                + String.join(",", paths);
    }

    /** A job that waits or runs ends well, and its receiver says what it has got. */
    void arrive(Job job) {
        Underway.Move move =
                Underway.move(job, SyncOrder.read(job.spec().metadata()).orElseThrow());
        complete(job);
        var known = rig.log.picture().state().catalogue().files();
        has(
                String.valueOf(move.receiver()),
                move.order().files().stream()
                        .map(known::get)
                        .filter(Objects::nonNull)
                        .map(Catalogue.Held::file)
                        .toArray(DataFile[]::new));
    }

    private AttemptToken assigned(Job job) {
        NodeId node = job.spec().pinnedNode();
        if (node == null) {
            throw new AssertionError("SYNC jobs are pinned");
        }
        AttemptToken token = new AttemptToken(new UUID(9, jobs++));
        rig.apply(
                new Command.AssignJob(rig.clock.instant(), epoch, job.id(), 1, node, token),
                new Command.StartJob(rig.clock.instant(), job.id(), 1, token));
        return token;
    }

    void start(Job job) {
        AttemptToken _ = assigned(job);
    }

    void complete(Job job) {
        AttemptToken token = assigned(job);
        rig.apply(
                new Command.CompleteJob(
                        rig.clock.instant(), job.id(), 1, token, "/out", 0, JsonText.EMPTY));
    }

    void fail(Job job) {
        AttemptToken token = assigned(job);
        rig.apply(
                new Command.FailJob(
                        rig.clock.instant(),
                        job.id(),
                        1,
                        token,
                        ExitReason.FAILED,
                        1,
                        "no luck",
                        0));
    }

    /** Time passes, and all nodes go on to beat. */
    void pass(Duration time, String... beating) {
        rig.clock.advance(time);
        for (String name : beating) {
            PeersRig.heard(peers, node(name), url(name), 100 * GB);
        }
    }

    /** The same for nodes that nobody can dial. */
    DataRig passUndialled(Duration time, String... beating) {
        rig.clock.advance(time);
        for (String name : beating) {
            PeersRig.heard(peers, node(name), null, 100 * GB);
        }
        return this;
    }
}
