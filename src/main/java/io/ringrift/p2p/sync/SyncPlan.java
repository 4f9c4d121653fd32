package io.ringrift.p2p.sync;

import io.ringrift.p2p.engine.Catalogue;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Resources;
import io.ringrift.p2p.model.data.DataKey;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Turns what is wanted into SYNC jobs: who moves it, as much as fits on the receiver's disk, and no
 * more at a time than nodes, sources and the cluster may do. Pure.
 */
final class SyncPlan {

    /** So that a job is not too long to be given again when its node is lost. */
    static final long MAX_JOB_BYTES = 16L << 30;

    /** Why a file that is wanted does not move now. On the wire in lower case. */
    enum HeldBack {
        /** Enough jobs for the node, the source or the cluster are under way. */
        BUSY,
        /** The receiver's disk would be too full. */
        NO_SPACE,
        /** No node that has it is there, or neither side and no third node can be dialled. */
        NO_SOURCE,
        /** A job that was to bring it has failed or was cancelled a short time ago. */
        BACKING_OFF
    }

    /**
     * Who moves something.
     *
     * @param mover the node that runs the job
     * @param to the node that it pushes to, or null when it fetches for itself
     */
    private record Leg(NodeId mover, @Nullable NodeId to) {

        NodeId receiver() {
            return to == null ? mover : to;
        }
    }

    private record Carriage(Leg leg, String configKey, int priority) {}

    private final Map<NodeId, DataNode> nodes;
    private final Underway underway;
    private final SyncPolicy policy;
    private final BiPredicate<NodeId, DataKey> rests;
    private final Map<NodeId, Long> free = new HashMap<>();
    private final Map<NodeId, Integer> jobsOf = new HashMap<>();
    private final Map<DataKey, Integer> receivers = new HashMap<>();
    private final Map<Carriage, List<Catalogue.Held>> loads = new LinkedHashMap<>();
    private final Set<NodeId> loaded = new HashSet<>();
    private final Set<DataKey> comingWithinReach = new HashSet<>();
    private final List<Wants.Want> outOfReach = new ArrayList<>();
    private final Map<HeldBack, List<Wants.Want>> heldBack = new EnumMap<>(HeldBack.class);
    private long lacking = Long.MAX_VALUE;
    private int jobs;

    /**
     * @param nodes those that are alive
     * @param rests whether a file must not be sent to a node for now
     */
    SyncPlan(
            Catalogue catalogue,
            Map<NodeId, DataNode> nodes,
            Underway underway,
            SyncPolicy policy,
            BiPredicate<NodeId, DataKey> rests) {
        this.nodes = nodes;
        this.underway = underway;
        this.policy = policy;
        this.rests = rests;
        this.jobs = underway.moves().size();
        for (DataNode node : nodes.values()) {
            free.put(
                    node.id(),
                    node.freeBytes()
                            - underway.bytesTo(node.id(), catalogue)
                            - policy.keepFreeBytes());
            jobsOf.put(node.id(), underway.jobsOf(node.id()));
        }
    }

    /** Plans it; each node in turn gets a job's worth, so that none waits for another. */
    List<JobSpec> of(Map<NodeId, Map<DataKey, Wants.Want>> wants) {
        for (Map<DataKey, Wants.Want> ofNode : wants.values()) {
            ofNode.values().stream()
                    .sorted(Comparator.comparingInt(Wants.Want::priority).reversed())
                    .forEach(this::plan);
        }
        // Last, since a node that wants the file itself may serve as the one in between.
        for (Wants.Want want : outOfReach) {
            note(want, relay(want, there(want.held())));
        }
        List<JobSpec> planned = new ArrayList<>();
        loads.forEach((carriage, files) -> planned.add(job(carriage, files)));
        return planned;
    }

    /** The wanted files that do not move now, by reason. */
    Map<HeldBack, List<Wants.Want>> heldBack() {
        return heldBack;
    }

    /** The fewest bytes that some file lacks on a disk, {@link Long#MAX_VALUE} where none does. */
    long lacking() {
        return lacking;
    }

    private void plan(Wants.Want want) {
        DataKey key = want.held().file().key();
        if (underway.isComingTo(want.receiver(), key)) {
            return;
        }
        note(want, load(want));
    }

    private void note(Wants.Want want, @Nullable HeldBack why) {
        if (why != null) {
            heldBack.computeIfAbsent(why, _ -> new ArrayList<>()).add(want);
        }
    }

    /** Fetched where a source can be dialled, else pushed, else pushed to one that can be. */
    private @Nullable HeldBack load(Wants.Want want) {
        DataKey key = want.held().file().key();
        List<DataNode> holders = there(want.held());
        List<DataNode> sources = holders.stream().filter(SyncPlan::isDialled).toList();
        DataNode receiver = nodes.get(want.receiver());
        if (receiver == null || holders.isEmpty()) {
            return HeldBack.NO_SOURCE;
        }
        if (rests.test(want.receiver(), key)) {
            return HeldBack.BACKING_OFF;
        }
        int readers = underway.receiversOf(key) + receivers.getOrDefault(key, 0);
        int givers = sources.isEmpty() ? holders.size() : sources.size();
        if (readers >= givers * policy.readersPerSource()) {
            return HeldBack.BUSY;
        }
        if (!sources.isEmpty()) {
            return load(new Leg(receiver.id(), null), want);
        }
        if (!isDialled(receiver)) {
            outOfReach.add(want);
            return null;
        }
        return push(want, holders, receiver);
    }

    private @Nullable HeldBack push(Wants.Want want, List<DataNode> holders, DataNode to) {
        DataNode giver =
                holders.stream()
                        .filter(DataNode::takesWork)
                        .min(
                                Comparator.comparing((DataNode node) -> !node.isNear(to))
                                        .thenComparingInt(node -> jobsOf.getOrDefault(node.id(), 0))
                                        .thenComparing(DataNode::id))
                        .orElse(null);
        return giver == null ? HeldBack.NO_SOURCE : load(new Leg(giver.id(), to.id()), want);
    }

    /** To a node that both can dial; from there it is fetched once it has arrived. */
    private @Nullable HeldBack relay(Wants.Want want, List<DataNode> holders) {
        DataKey key = want.held().file().key();
        List<DataNode> between = new ArrayList<>();
        HeldBack why = HeldBack.NO_SOURCE;
        for (DataNode node : nodes.values()) {
            if (!isDialled(node)) {
                continue;
            }
            if (comingWithinReach.contains(key) || underway.isComingTo(node.id(), key)) {
                return HeldBack.BUSY;
            }
            if (!node.takesWork()) {
                continue;
            }
            if (rests.test(node.id(), key)) {
                why = HeldBack.BACKING_OFF;
            } else if (!hasRoom(node.id(), want.held().file().size())) {
                why = HeldBack.NO_SPACE;
            } else {
                between.add(node);
            }
        }
        DataNode best = between.stream().min(asRelayFor(nodes.get(want.receiver()))).orElse(null);
        return best == null ? why : push(want, holders, best);
    }

    /** One that is in use already, so that jobs carry many files; then near, idle, roomy. */
    private Comparator<DataNode> asRelayFor(@Nullable DataNode receiver) {
        return Comparator.comparing((DataNode node) -> !loaded.contains(node.id()))
                .thenComparing(node -> receiver == null || !node.isNear(receiver))
                .thenComparingInt(node -> underway.jobsAt(node.id()))
                .thenComparingLong(node -> -room(node.id()))
                .thenComparing(DataNode::id);
    }

    private boolean hasRoom(NodeId node, long size) {
        long left = room(node) - size;
        lacking = left < 0 ? Math.min(lacking, -left) : lacking;
        return left >= 0;
    }

    private long room(NodeId node) {
        return free.getOrDefault(node, 0L);
    }

    private @Nullable HeldBack load(Leg leg, Wants.Want want) {
        Catalogue.Held held = want.held();
        NodeId receiver = leg.receiver();
        long size = held.file().size();
        if (!hasRoom(receiver, size)) {
            return HeldBack.NO_SPACE;
        }
        String config = held.file().configKey();
        Carriage carriage =
                new Carriage(leg, JobSpec.isConfigKey(config) ? config : "sync", want.priority());
        List<Catalogue.Held> load = loads.get(carriage);
        if (load == null) {
            int ofNode = jobsOf.getOrDefault(leg.mover(), 0);
            if (ofNode >= policy.jobsPerNode() || jobs >= policy.jobs()) {
                return HeldBack.BUSY;
            }
            jobsOf.put(leg.mover(), ofNode + 1);
            loaded.add(receiver);
            jobs++;
            load = new ArrayList<>();
            loads.put(carriage, load);
        } else if (load.size() == SyncOrder.MAX_FILES || bytes(load) + size > MAX_JOB_BYTES) {
            return HeldBack.BUSY;
        }
        load.add(held);
        free.put(receiver, room(receiver) - size);
        receivers.merge(held.file().key(), 1, Integer::sum);
        DataNode node = nodes.get(receiver);
        if (node != null && isDialled(node)) {
            comingWithinReach.add(held.file().key());
        }
        return null;
    }

    private List<DataNode> there(Catalogue.Held held) {
        List<DataNode> there = new ArrayList<>();
        for (NodeId holder : held.holders()) {
            DataNode node = nodes.get(holder);
            if (node != null) {
                there.add(node);
            }
        }
        return there;
    }

    private static boolean isDialled(DataNode node) {
        return node.url() != null;
    }

    private static long bytes(List<Catalogue.Held> files) {
        long bytes = 0;
        for (Catalogue.Held held : files) {
            bytes += held.file().size();
        }
        return bytes;
    }

    /** It reserves nothing: a node that is full of work must still be able to fetch a model. */
    private static JobSpec job(Carriage carriage, List<Catalogue.Held> files) {
        List<DataKey> keys = files.stream().map(held -> held.file().key()).toList();
        return new JobSpec(
                JobType.SYNC,
                carriage.configKey(),
                1,
                carriage.priority(),
                new SyncOrder(keys, carriage.leg().to()).metadata(),
                carriage.leg().mover(),
                Resources.NONE);
    }
}
