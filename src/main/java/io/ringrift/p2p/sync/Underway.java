package io.ringrift.p2p.sync;

import io.ringrift.p2p.engine.Catalogue;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.model.Attempt;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataKey;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Which files are on their way, by the SYNC jobs that wait or run, whoever made them. */
final class Underway {

    /**
     * What one job moves.
     *
     * @param mover the node that runs it, or null while that is open
     * @param receiver the node that will have the files, or null while that is open
     */
    record Move(@Nullable NodeId mover, @Nullable NodeId receiver, SyncOrder order) {}

    private final Map<JobId, Move> moves = new TreeMap<>();
    private final Map<NodeId, Integer> jobsByMover = new HashMap<>();
    private final Map<NodeId, Integer> jobsByNode = new HashMap<>();
    private final Map<NodeId, Set<DataKey>> comingTo = new HashMap<>();
    private final Map<DataKey, Integer> receivers = new HashMap<>();

    private Underway() {}

    static Underway of(ClusterState state) {
        return of(state, move -> true);
    }

    /**
     * Without what a lost node was to push: the job waits for that node, and the file may come from
     * another one meanwhile.
     */
    static Underway of(ClusterState state, Set<NodeId> alive) {
        return of(
                state,
                move ->
                        move.order().to() == null
                                || move.mover() == null
                                || alive.contains(move.mover()));
    }

    private static Underway of(ClusterState state, Predicate<Move> counts) {
        Underway underway = new Underway();
        for (Job job : state.open().values()) {
            if (job.spec().type() == JobType.SYNC) {
                SyncOrder.read(job.spec().metadata())
                        .map(order -> move(job, order))
                        .filter(counts)
                        .ifPresent(move -> underway.add(job.id(), move));
            }
        }
        return underway;
    }

    /** What a job moves, and between whom. */
    static Move move(Job job, SyncOrder order) {
        Attempt live = job.liveAttempt();
        return move(live == null ? job.spec().pinnedNode() : live.node(), order);
    }

    /** What a job on that node moves. */
    static Move move(@Nullable NodeId mover, SyncOrder order) {
        return new Move(mover, order.to() == null ? mover : order.to(), order);
    }

    private void add(JobId id, Move move) {
        moves.put(id, move);
        if (move.mover() != null) {
            jobsByMover.merge(move.mover(), 1, Integer::sum);
            jobsByNode.merge(move.mover(), 1, Integer::sum);
        }
        if (move.order().to() != null) {
            jobsByNode.merge(move.order().to(), 1, Integer::sum);
        }
        if (move.receiver() != null) {
            comingTo.computeIfAbsent(move.receiver(), _ -> new HashSet<>())
                    .addAll(move.order().files());
        }
        move.order().files().forEach(key -> receivers.merge(key, 1, Integer::sum));
    }

    /** Counts what a job has just brought, until the node itself says that it has it. */
    void hasJustArrived(NodeId receiver, DataKey key) {
        comingTo.computeIfAbsent(receiver, _ -> new HashSet<>()).add(key);
        receivers.merge(key, 1, Integer::sum);
    }

    Map<JobId, Move> moves() {
        return Collections.unmodifiableMap(moves);
    }

    /** SYNC jobs that a node runs or will run. */
    int jobsOf(NodeId mover) {
        return jobsByMover.getOrDefault(mover, 0);
    }

    /** SYNC jobs that a node runs, or that push to it. */
    int jobsAt(NodeId node) {
        return jobsByNode.getOrDefault(node, 0);
    }

    boolean isComingTo(NodeId receiver, DataKey key) {
        return comingTo.getOrDefault(receiver, Set.of()).contains(key);
    }

    /** How many nodes are being given a file. */
    int receiversOf(DataKey key) {
        return receivers.getOrDefault(key, 0);
    }

    /** Bytes that a node will have got when all of it has arrived. */
    long bytesTo(NodeId receiver, Catalogue catalogue) {
        long bytes = 0;
        for (DataKey key : comingTo.getOrDefault(receiver, Set.of())) {
            Catalogue.Held held = catalogue.files().get(key);
            bytes += held == null || held.holders().contains(receiver) ? 0 : held.file().size();
        }
        return bytes;
    }
}
