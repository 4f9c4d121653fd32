package io.ringrift.p2p.sync;

import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataKey;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What should move and does not, and why.
 *
 * @param enabled whether the leader makes SYNC jobs by itself
 * @param underway SYNC jobs that wait or run; GET /data/transfers shows them
 * @param wanted files that nodes should have and have not, as many as are looked at in one plan
 * @param next jobs that the next plan makes
 * @param heldBack how many of the wanted files wait, by reason
 * @param first some of those, at most {@value #SHOWN} per reason
 */
record PlanView(
        boolean enabled,
        int underway,
        int wanted,
        List<Move> next,
        Map<SyncPlan.HeldBack, Integer> heldBack,
        List<Waiting> first) {

    static final int SHOWN = 20;

    /** A job to come. */
    record Move(NodeId nodeId, @Nullable NodeId to, int files) {}

    /** A file that waits. */
    record Waiting(NodeId nodeId, DataKey file, long bytes, SyncPlan.HeldBack reason) {}

    static PlanView of(
            boolean enabled,
            Underway underway,
            Map<NodeId, Map<DataKey, Wants.Want>> wants,
            List<JobSpec> jobs,
            Map<SyncPlan.HeldBack, List<Wants.Want>> heldBack) {
        List<Move> next = new ArrayList<>();
        for (JobSpec job : jobs) {
            SyncOrder order = SyncOrder.read(job.metadata()).orElseThrow();
            next.add(
                    new Move(
                            Objects.requireNonNull(job.pinnedNode()),
                            order.to(),
                            order.files().size()));
        }
        Map<SyncPlan.HeldBack, Integer> counts = new TreeMap<>();
        List<Waiting> first = new ArrayList<>();
        heldBack.forEach(
                (why, files) -> {
                    counts.put(why, files.size());
                    files.stream().limit(SHOWN).forEach(want -> first.add(waiting(want, why)));
                });
        return new PlanView(
                enabled,
                underway.moves().size(),
                wants.values().stream().mapToInt(Map::size).sum(),
                next,
                counts,
                first);
    }

    private static Waiting waiting(Wants.Want want, SyncPlan.HeldBack why) {
        return new Waiting(
                want.receiver(), want.held().file().key(), want.held().file().size(), why);
    }
}
