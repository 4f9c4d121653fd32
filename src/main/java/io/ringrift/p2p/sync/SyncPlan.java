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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        /** No node that has it is there and can be dialled. */
        NO_SOURCE,
        /** A job that was to bring it has failed or was cancelled a short time ago. */
        BACKING_OFF
    }

    private record Carriage(NodeId receiver, String configKey, int priority) {}

    private final Map<NodeId, DataNode> nodes;
    private final Underway underway;
    private final SyncPolicy policy;
    private final BiPredicate<NodeId, DataKey> rests;
    private final Map<NodeId, Long> free = new HashMap<>();
    private final Map<NodeId, Integer> jobsOf = new HashMap<>();
    private final Map<DataKey, Integer> receivers = new HashMap<>();
    private final Map<Carriage, List<Catalogue.Held>> loads = new LinkedHashMap<>();
    private final Map<HeldBack, Integer> heldBack = new EnumMap<>(HeldBack.class);
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
        List<JobSpec> planned = new ArrayList<>();
        loads.forEach((carriage, files) -> planned.add(job(carriage, files)));
        return planned;
    }

    /** How many of the wanted files do not move now, by reason. */
    Map<HeldBack, Integer> heldBack() {
        return heldBack;
    }

    private void plan(Wants.Want want) {
        DataKey key = want.held().file().key();
        if (underway.isComingTo(want.receiver(), key)) {
            return;
        }
        HeldBack why = load(want);
        if (why != null) {
            heldBack.merge(why, 1, Integer::sum);
        }
    }

    private @Nullable HeldBack load(Wants.Want want) {
        Catalogue.Held held = want.held();
        DataKey key = held.file().key();
        List<DataNode> sources = sources(held);
        DataNode receiver = nodes.get(want.receiver());
        if (receiver == null || sources.isEmpty()) {
            return HeldBack.NO_SOURCE;
        }
        if (rests.test(want.receiver(), key)) {
            return HeldBack.BACKING_OFF;
        }
        int readers = underway.receiversOf(key) + receivers.getOrDefault(key, 0);
        if (readers >= sources.size() * policy.readersPerSource()) {
            return HeldBack.BUSY;
        }
        return load(receiver.id(), want);
    }

    private @Nullable HeldBack load(NodeId receiver, Wants.Want want) {
        Catalogue.Held held = want.held();
        long size = held.file().size();
        long left = free.getOrDefault(receiver, 0L) - size;
        if (left < 0) {
            return HeldBack.NO_SPACE;
        }
        String config = held.file().configKey();
        Carriage carriage =
                new Carriage(
                        receiver, JobSpec.isConfigKey(config) ? config : "sync", want.priority());
        List<Catalogue.Held> load = loads.get(carriage);
        if (load == null) {
            int ofNode = jobsOf.getOrDefault(receiver, 0);
            if (ofNode >= policy.jobsPerNode() || jobs >= policy.jobs()) {
                return HeldBack.BUSY;
            }
            jobsOf.put(receiver, ofNode + 1);
            jobs++;
            load = new ArrayList<>();
            loads.put(carriage, load);
        } else if (load.size() == SyncOrder.MAX_FILES || bytes(load) + size > MAX_JOB_BYTES) {
            return HeldBack.BUSY;
        }
        load.add(held);
        free.put(receiver, left);
        receivers.merge(held.file().key(), 1, Integer::sum);
        return null;
    }

    private List<DataNode> sources(Catalogue.Held held) {
        List<DataNode> sources = new ArrayList<>();
        for (NodeId holder : held.holders()) {
            DataNode node = nodes.get(holder);
            if (node != null && node.url() != null) {
                sources.add(node);
            }
        }
        return sources;
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
                new SyncOrder(keys, null).metadata(),
                carriage.receiver(),
                Resources.NONE);
    }
}
