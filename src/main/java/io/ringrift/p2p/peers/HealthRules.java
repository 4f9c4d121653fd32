package io.ringrift.p2p.peers;

import io.ringrift.p2p.engine.ClusterNode;
import io.ringrift.p2p.model.GpuInfo;
import io.ringrift.p2p.model.LoadScore;
import io.ringrift.p2p.model.NodeHealth;
import io.ringrift.p2p.model.Overload;
import io.ringrift.p2p.model.OverloadThresholds;
import io.ringrift.p2p.model.Presence;
import io.ringrift.p2p.model.ResourceMetrics;
import io.ringrift.p2p.model.Resources;
import io.ringrift.p2p.model.Timing;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/** When a node is HEALTHY, DEGRADED, UNHEALTHY or OFFLINE. */
final class HealthRules {

    private final Timing timing;
    private final OverloadThresholds thresholds;

    HealthRules(Timing timing, OverloadThresholds thresholds) {
        this.timing = timing;
        this.thresholds = thresholds;
    }

    Pace pace(int nodes) {
        return new Pace(timing, nodes);
    }

    PeerHealth judge(Peer peer, @Nullable ClusterNode node, long nowNanos, Pace pace) {
        Duration silent = Duration.ofNanos(Math.max(0, nowNanos - peer.atNanos()));
        ResourceMetrics outside = withoutOwnJobs(peer.beat().metrics(), node);
        double load = LoadScore.of(outside);
        if (node != null && node.presence() == Presence.LEFT) {
            return new PeerHealth(
                    NodeHealth.OFFLINE, "its agent said goodbye", silent, load, false);
        }
        if (silent.compareTo(pace.peerTimeout()) > 0) {
            return new PeerHealth(NodeHealth.OFFLINE, silence(silent), silent, load, false);
        }
        if (silent.compareTo(pace.suspectAfter()) > 0) {
            return new PeerHealth(NodeHealth.UNHEALTHY, silence(silent), silent, load, false);
        }
        String fault = Faults.ofGpus(peer.beat());
        if (!fault.isEmpty()) {
            return new PeerHealth(NodeHealth.DEGRADED, fault, silent, load, false);
        }
        Overload overload = Overload.of(outside, thresholds);
        if (overload.isOverloaded()) {
            return new PeerHealth(
                    NodeHealth.DEGRADED,
                    overload.reason(),
                    silent,
                    load,
                    overload.excesses().stream().allMatch(one -> one.metric().equals("cpu")));
        }
        String apart = Faults.ofClock(peer);
        return apart.isEmpty()
                ? new PeerHealth(NodeHealth.HEALTHY, "", silent, load, true)
                : new PeerHealth(NodeHealth.DEGRADED, apart, silent, load, true);
    }

    /** What the node's own jobs cause is what they reserved; only the rest impairs the node. */
    static ResourceMetrics withoutOwnJobs(ResourceMetrics metrics, @Nullable ClusterNode node) {
        if (node == null) {
            return metrics;
        }
        Resources offered = node.offered();
        Resources reserved = node.reserved();
        List<GpuInfo> gpus = reserved.gpuMilli() > 0 ? List.of() : metrics.gpus();
        return new ResourceMetrics(
                metrics.cpuPercent() - share(reserved.cpuMilli(), offered.cpuMilli()),
                metrics.memoryPercent() - share(reserved.memoryBytes(), offered.memoryBytes()),
                metrics.diskPercent(),
                metrics.diskFreeBytes(),
                gpus);
    }

    private static double share(long reserved, long offered) {
        return offered <= 0 ? 0 : 100.0 * reserved / offered;
    }

    private static String silence(Duration silent) {
        return "no beat for " + silent.toSeconds() + " s";
    }
}
