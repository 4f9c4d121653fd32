package io.ringrift.p2p.sync;

import io.ringrift.p2p.engine.Catalogue;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Keeping;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.Labels;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.DataKind;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/**
 * Which node should have which file that it has not, by the rules of its kind: rarest first, then
 * the newest. A node is asked about only as much as it can be given at a time.
 */
final class Wants {

    /**
     * A file that a node should have.
     *
     * @param receiver the node
     * @param held the file and who has it
     * @param priority of the job that brings it
     */
    record Want(NodeId receiver, Catalogue.Held held, int priority) {}

    private static final Comparator<Catalogue.Held> RAREST_FIRST =
            Comparator.comparingInt((Catalogue.Held held) -> held.holders().size())
                    .thenComparing(Wants::at, Comparator.reverseOrder())
                    .thenComparing(held -> held.file().key());

    private record Shelf(String configKey, DataKind kind) {}

    private final Map<NodeId, DataNode> nodes;
    private final Keeping keeping;
    private final Quotas quotas;
    private final List<DataNode> roomiestFirst;
    private final Underway underway;
    private final BiPredicate<NodeId, DataKey> rests;
    private final int mostPerNode;
    private final long keepFreeBytes;
    private int mostCopies;
    private final Map<NodeId, Integer> coming = new HashMap<>();
    private final Map<NodeId, Integer> waiting = new HashMap<>();
    private final Map<NodeId, Map<DataKey, Want>> wants = new TreeMap<>();

    private Wants(Outlook outlook, SyncPolicy policy, BiPredicate<NodeId, DataKey> rests) {
        this.nodes = outlook.nodes();
        this.keeping = outlook.state().catalogue().keeping();
        this.rests = rests;
        this.underway = outlook.underway();
        this.quotas = Quotas.of(outlook.state(), underway, policy);
        this.mostPerNode = 2 * policy.jobsPerNode() * SyncOrder.MAX_FILES;
        this.keepFreeBytes = policy.keepFreeBytes();
        this.mostCopies = 2 * policy.jobs() * SyncOrder.MAX_FILES;
        this.roomiestFirst =
                nodes.values().stream()
                        .filter(DataNode::takesWork)
                        .sorted(
                                Comparator.comparingLong(DataNode::freeBytes)
                                        .reversed()
                                        .thenComparing(DataNode::id))
                        .toList();
    }

    /**
     * What is missing where.
     *
     * @param now decides what is too old to be moved
     * @param rests whether a file must not be sent to a node for now
     * @return by receiver and file
     */
    static Map<NodeId, Map<DataKey, Want>> of(
            Outlook outlook, SyncPolicy policy, Instant now, BiPredicate<NodeId, DataKey> rests) {
        ClusterState state = outlook.state();
        Wants all = new Wants(outlook, policy, rests);
        Set<DataKey> past = Retention.past(state.catalogue(), policy, now);
        NeededFiles.of(state, outlook.nodes())
                .forEach(
                        (receiver, needed) ->
                                all.wants
                                        .computeIfAbsent(receiver, _ -> new LinkedHashMap<>())
                                        .putAll(needed));
        Map<String, Set<NodeId>> players = outlook.running(JobType.SELFPLAY);
        Map<String, Set<NodeId>> trainers = outlook.running(JobType.TRAINING);
        shelves(state, policy, past)
                .forEach(
                        (shelf, files) -> {
                            SyncPolicy.Rule rule = policy.rules().get(shelf.kind());
                            if (rule != null) {
                                all.add(
                                        rule,
                                        files,
                                        players.getOrDefault(shelf.configKey(), Set.of()),
                                        trainers.getOrDefault(shelf.configKey(), Set.of()));
                            }
                        });
        return all.wants;
    }

    private static Map<Shelf, List<Catalogue.Held>> shelves(
            ClusterState state, SyncPolicy policy, Set<DataKey> past) {
        Map<Shelf, List<Catalogue.Held>> shelves = new HashMap<>();
        for (Catalogue.Held held : state.catalogue().files().values()) {
            DataFile file = held.file();
            if (policy.rules().containsKey(file.key().kind()) && !past.contains(file.key())) {
                shelves.computeIfAbsent(
                                new Shelf(file.configKey(), file.key().kind()),
                                _ -> new ArrayList<>())
                        .add(held);
            }
        }
        Map<Shelf, List<Catalogue.Held>> sorted =
                new TreeMap<>(Comparator.comparing(Shelf::configKey).thenComparing(Shelf::kind));
        sorted.putAll(shelves);
        return sorted;
    }

    private void add(
            SyncPolicy.Rule rule,
            List<Catalogue.Held> files,
            Set<NodeId> players,
            Set<NodeId> trainers) {
        List<DataNode> receivers = new ArrayList<>();
        Set<NodeId> names = new TreeSet<>();
        for (DataNode node : nodes.values()) {
            boolean wanted =
                    (rule.players() && players.contains(node.id()))
                            || (rule.trainers() && trainers.contains(node.id()))
                            || bears(node, rule.labels());
            if (wanted && node.takesWork()) {
                receivers.add(node);
                names.add(node.id());
            }
        }
        List<Catalogue.Held> moving = newest(files, rule.newest());
        // Where all is in order nothing is left to sort.
        moving.removeIf(
                held ->
                        held.holders().size() >= rule.copies()
                                && held.holders().containsAll(names));
        moving.sort(RAREST_FIRST);
        // What cannot be had now must not crowd out what can.
        moving.sort(Comparator.comparing(held -> !isWithinReach(held)));
        for (DataNode node : receivers) {
            for (Catalogue.Held held : moving) {
                if (mayHave(node, held) && !add(node, held, rule)) {
                    break;
                }
            }
        }
        if (rule.copies() > 1) {
            moving.forEach(held -> spread(rule, held));
        }
    }

    /** So that enough nodes have it, those with the most space first. */
    private void spread(SyncPolicy.Rule rule, Catalogue.Held held) {
        int there = held.holders().size() + underway.receiversOf(held.file().key());
        int lacking = Math.min(rule.copies() - there, mostCopies);
        for (int i = 0; i < roomiestFirst.size() && lacking > 0; i++) {
            DataNode node = roomiestFirst.get(i);
            if (mayHave(node, held)
                    && !rests.test(node.id(), held.file().key())
                    && !underway.isComingTo(node.id(), held.file().key())) {
                add(node, held, rule);
                mostCopies--;
                lacking--;
            }
        }
    }

    /** Whether the node may want more; what cannot come now counts for little. */
    private boolean add(DataNode node, Catalogue.Held held, SyncPolicy.Rule rule) {
        boolean mayCome = mayCome(node, held);
        int nth = (mayCome ? coming : waiting).merge(node.id(), 1, Integer::sum);
        if (nth <= mostPerNode) {
            wants.computeIfAbsent(node.id(), _ -> new LinkedHashMap<>())
                    .putIfAbsent(held.file().key(), new Want(node.id(), held, rule.priority()));
            quotas.promise(node.id(), held.file());
        }
        return !mayCome || nth < mostPerNode;
    }

    /** Whether the node lacks it, and would not have to delete it soon. */
    private boolean mayHave(DataNode node, Catalogue.Held held) {
        return !held.holders().contains(node.id())
                && !keeping.leaving(node.id()).contains(held.file().key())
                && quotas.leaveRoom(node.id(), held.file());
    }

    private boolean mayCome(DataNode node, Catalogue.Held held) {
        DataKey key = held.file().key();
        return isWithinReach(held)
                && !rests.test(node.id(), key)
                && !underway.isComingTo(node.id(), key)
                && held.file().size() <= node.freeBytes() - keepFreeBytes;
    }

    private boolean isWithinReach(Catalogue.Held held) {
        for (NodeId holder : held.holders()) {
            if (nodes.containsKey(holder)) {
                return true;
            }
        }
        return false;
    }

    private static boolean bears(DataNode node, @Nullable Labels labels) {
        return labels != null && labels.allIn(node.labels());
    }

    private static List<Catalogue.Held> newest(List<Catalogue.Held> files, int most) {
        List<Catalogue.Held> sorted = new ArrayList<>(files);
        if (most == 0 || files.size() <= most) {
            return sorted;
        }
        sorted.sort(
                Comparator.comparing(Wants::at, Comparator.reverseOrder())
                        .thenComparing(held -> held.file().key()));
        return new ArrayList<>(sorted.subList(0, most));
    }

    private static Instant at(Catalogue.Held held) {
        return held.file().at();
    }
}
