package io.ringrift.p2p.peers;

import io.ringrift.p2p.engine.Alarm;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.RulesVersion;
import io.ringrift.p2p.engine.WebhookStep.NoteAlarm;
import io.ringrift.p2p.leadership.LeaderLoop;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.OverloadThresholds;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.web.CommandGate;

import java.time.Clock;
import java.util.Locale;

/**
 * Notes in the log when a node's disk is nearly full and when it no longer is, so that those are
 * told who want to know. Beats say it all the time; only the change is written.
 */
final class DiskWatch implements LeaderLoop.Round {

    /** Percentage points below the threshold at which it is over: a disk at its edge tells once. */
    static final double EASED = 2;

    private static final double OFF = 100;

    private final CommandLog log;
    private final CommandGate gate;
    private final PeerRegistry registry;
    private final OverloadThresholds thresholds;
    private final Clock clock;

    DiskWatch(
            CommandLog log,
            CommandGate gate,
            PeerRegistry registry,
            OverloadThresholds thresholds,
            Clock clock) {
        this.log = log;
        this.gate = gate;
        this.registry = registry;
        this.thresholds = thresholds;
        this.clock = clock;
    }

    @Override
    public void run(Epoch epoch) {
        ClusterState state = log.picture().state();
        if (!RulesVersion.haveWebhooks(state) || thresholds.diskPercent() >= OFF) {
            return;
        }
        for (Peer peer : registry.all()) {
            if (state.nodes().containsKey(peer.id())) {
                look(state, peer, epoch);
            }
        }
    }

    private void look(ClusterState state, Peer peer, Epoch epoch) {
        Alarm alarm = new Alarm(Alarm.Kind.DISK_LOW, peer.id());
        boolean raised = state.outbox().alarms().containsKey(alarm);
        double used = peer.beat().metrics().diskPercent();
        boolean low = used >= thresholds.diskPercent() - (raised ? EASED : 0);
        if (low != raised) {
            String detail =
                    String.format(
                            Locale.ROOT,
                            "its disk is %.1f %% full, %d MiB are free",
                            used,
                            peer.beat().metrics().diskFreeBytes() >> 20);
            gate.submit(new NoteAlarm(clock.instant(), epoch, alarm, low, detail));
        }
    }
}
