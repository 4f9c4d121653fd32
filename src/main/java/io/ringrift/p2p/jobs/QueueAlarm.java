package io.ringrift.p2p.jobs;

import io.ringrift.p2p.engine.Alarm;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.RulesVersion;
import io.ringrift.p2p.engine.WebhookStep.NoteAlarm;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.web.CommandGate;

import java.time.Clock;

/** Notes in the log when {@link DispatchWatch} raises its alarm and when that is over. */
final class QueueAlarm {

    private static final Alarm ALARM = new Alarm(Alarm.Kind.QUEUE_STALLED, null);

    private final CommandLog log;
    private final CommandGate gate;
    private final DispatchWatch watch;
    private final Clock clock;

    QueueAlarm(CommandLog log, CommandGate gate, DispatchWatch watch, Clock clock) {
        this.log = log;
        this.gate = gate;
        this.watch = watch;
        this.clock = clock;
    }

    /** A new leader has not seen for long enough whether it lasts; it ends only what is calm. */
    void round(Epoch epoch) {
        ClusterState state = log.picture().state();
        boolean raised = state.outbox().alarms().containsKey(ALARM);
        boolean changed = raised ? watch.isCalm() : watch.isAlarmed();
        if (changed && RulesVersion.haveWebhooks(state)) {
            String detail =
                    state.queue().size()
                            + " jobs wait and nodes are idle, but nothing was dispatched for "
                            + DispatchWatch.ALARM_AFTER.toSeconds()
                            + " s";
            gate.submit(new NoteAlarm(clock.instant(), epoch, ALARM, !raised, detail));
        }
    }
}
