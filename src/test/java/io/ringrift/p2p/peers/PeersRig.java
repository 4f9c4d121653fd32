package io.ringrift.p2p.peers;

import static io.ringrift.p2p.Nouns.FOUR_CORES;
import static io.ringrift.p2p.Nouns.TIMING;
import static io.ringrift.p2p.Nouns.incarnation;
import static io.ringrift.p2p.Nouns.token;

import io.ringrift.p2p.Nouns;
import io.ringrift.p2p.TestClock;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.OverloadThresholds;
import io.ringrift.p2p.model.ResourceMetrics;
import io.ringrift.p2p.model.Resources;
import io.ringrift.p2p.model.wire.Beat;
import io.ringrift.p2p.model.wire.Progress;
import io.ringrift.p2p.model.wire.RunningAttempt;

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

    /** Hears that a job's first attempt is so far. */
    public static void progress(PeerRegistry registry, NodeId node, int job, Progress progress) {
        RunningAttempt running = new RunningAttempt(Nouns.job(job), 1, token(job), progress);
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
