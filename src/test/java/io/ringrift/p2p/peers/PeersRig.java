package io.ringrift.p2p.peers;

import static io.ringrift.p2p.Nouns.FOUR_CORES;
import static io.ringrift.p2p.Nouns.TIMING;
import static io.ringrift.p2p.Nouns.incarnation;
import static io.ringrift.p2p.Nouns.token;

import io.ringrift.p2p.Nouns;
import io.ringrift.p2p.TestClock;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.OverloadThresholds;
import io.ringrift.p2p.model.ResourceMetrics;
import io.ringrift.p2p.model.Resources;
import io.ringrift.p2p.model.wire.Beat;
import io.ringrift.p2p.model.wire.Progress;
import io.ringrift.p2p.model.wire.RunningAttempt;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.List;

/** Beats, and a registry that heard them. */
public final class PeersRig {

    public static final ResourceMetrics IDLE = new ResourceMetrics(10, 20, 30, 1L << 40, List.of());

    private PeersRig() {}

    public static PeerRegistry registry(TestClock clock) {
        return new PeerRegistry(new HealthRules(TIMING, OverloadThresholds.DEFAULT), clock, clock);
    }

    public static void heard(PeerRegistry registry, NodeId node, ResourceMetrics metrics) {
        registry.heard(node, beat(1, 1, FOUR_CORES, metrics, 0, List.of()));
    }

    public static void heard(PeerRegistry registry, NodeId node) {
        heard(registry, node, IDLE);
    }

    /** Hears where a node's doors are, or with null that nobody can dial it. */
    public static void heard(
            PeerRegistry registry, NodeId node, @Nullable URI url, long diskFreeBytes) {
        registry.heard(
                node,
                new Beat(
                        incarnation(1),
                        1,
                        "1.0",
                        "host",
                        FOUR_CORES,
                        new ResourceMetrics(10, 20, 30, diskFreeBytes, List.of()),
                        List.of(),
                        null,
                        null,
                        null,
                        null,
                        0,
                        url));
    }

    /** Hears that a job's first attempt is so far. */
    public static void progress(PeerRegistry registry, NodeId node, int job, Progress progress) {
        RunningAttempt running = new RunningAttempt(Nouns.job(job), 1, token(job), progress);
        registry.heard(node, beat(1, 1, FOUR_CORES, IDLE, 0, List.of(running)));
    }

    /** Hears how many bytes a job's first attempt has moved. */
    public static void progressOf(
            PeerRegistry registry, NodeId node, JobId job, long done, long total) {
        RunningAttempt running =
                new RunningAttempt(job, 1, token(1), new Progress(done, total, "bytes"));
        registry.heard(node, beat(1, 1, FOUR_CORES, IDLE, 0, List.of(running)));
    }

    static Beat beat(
            int incarnation,
            long sequence,
            Resources offered,
            ResourceMetrics metrics,
            long waitMillis,
            List<RunningAttempt> attempts) {
        return new Beat(
                incarnation(incarnation),
                sequence,
                "1.0",
                "host",
                offered,
                metrics,
                attempts,
                waitMillis);
    }

    static RunningAttempt running(int job) {
        return new RunningAttempt(Nouns.job(job), 1, token(job), null);
    }
}
