package io.ringrift.p2p.sync;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Command.ReleaseCopies;
import io.ringrift.p2p.engine.DataEvent.CopiesReleased;
import io.ringrift.p2p.engine.Decision.Accepted;
import io.ringrift.p2p.engine.RulesVersion;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.ReleaseRule;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.web.CommandGate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets copies go that the rules do not keep. Level-triggered: what a round does not do, the next
 * one finds again.
 */
final class Cleaner {

    private static final Logger LOG = LoggerFactory.getLogger(Cleaner.class);

    /** Commands of one round; the log has other things to do. */
    static final int MAX_COMMANDS = 100;

    private static final int FILES_PER_COMMAND = 200;

    private record Load(NodeId node, ReleaseRule rule, int copies) {}

    private final CommandLog log;
    private final CommandGate gate;
    private final SyncPolicy policy;
    private final boolean enabled;
    private final Clock clock;
    private final Counter released;
    private final Timer plans;

    /**
     * @param enabled whether rounds let anything go by themselves
     */
    Cleaner(
            CommandLog log,
            CommandGate gate,
            SyncPolicy policy,
            boolean enabled,
            Clock clock,
            MeterRegistry meters) {
        this.log = log;
        this.gate = gate;
        this.policy = policy;
        this.enabled = enabled;
        this.clock = clock;
        this.released = meters.counter("ringrift.p2p.data.released");
        this.plans = meters.timer("ringrift.p2p.data.cleaning");
    }

    boolean isEnabled() {
        return enabled;
    }

    void round(Epoch epoch) {
        if (enabled) {
            clean(epoch);
        }
    }

    /** What would go now. */
    CleaningPlan plan(ClusterState state) {
        return plans.record(() -> CleaningPlan.of(state, policy, clock.instant()));
    }

    /**
     * Lets go what may.
     *
     * @return files that were let go
     */
    int clean(Epoch epoch) {
        ClusterState state = log.picture().state();
        if (!RulesVersion.haveRetention(state) || policy.keepsAll()) {
            return 0;
        }
        Map<Load, List<DataKey>> loads = new LinkedHashMap<>();
        for (CleaningPlan.Release one : plan(state).releases()) {
            loads.computeIfAbsent(
                            new Load(one.node(), one.rule(), one.copies()), _ -> new ArrayList<>())
                    .add(one.file().key());
        }
        int files = 0;
        int commands = 0;
        for (Map.Entry<Load, List<DataKey>> load : loads.entrySet()) {
            List<DataKey> all = load.getValue();
            for (int from = 0; from < all.size() && commands < MAX_COMMANDS; commands++) {
                int to = Math.min(all.size(), from + FILES_PER_COMMAND);
                files += release(epoch, load.getKey(), all.subList(from, to));
                from = to;
            }
        }
        return files;
    }

    private int release(Epoch epoch, Load load, List<DataKey> files) {
        var command =
                new ReleaseCopies(clock.instant(), epoch, load.node, load.rule, load.copies, files);
        // A refusal is normal: somebody refers to them now, or the node has much to delete.
        if (gate.submit(command).decision() instanceof Accepted(var events)
                && events.getFirst() instanceof CopiesReleased done) {
            LOG.info(
                    "{} is to delete {} files, {} bytes ({}); GET /events?type=copies_released"
                            + " names them.",
                    done.node(),
                    done.files().size(),
                    done.bytes(),
                    done.rule());
            released.increment(done.files().size());
            return done.files().size();
        }
        return 0;
    }
}
