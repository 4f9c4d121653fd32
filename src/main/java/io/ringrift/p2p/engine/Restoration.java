package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.IdempotencyKey;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.Lease;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.model.webhook.EndpointId;

import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Cuts a state into pieces that fit into the log. Each piece is a state of its own with a few of
 * the rows, so that whatever a snapshot holds a restore holds, too.
 */
public final class Restoration {

    /** Rows of one part at most; a job with all its texts has up to some 50 KiB. */
    static final int MAX_ROWS = 200;

    /** Characters of free text after which a part is closed. */
    static final int MAX_TEXT = 256 << 10;

    private final ClusterState backup;
    private final int maxRows;
    private final List<ClusterState> parts = new ArrayList<>();
    private TreeMap<JobId, Job> open = new TreeMap<>();
    private TreeMap<JobId, Job> finished = new TreeMap<>();
    private TreeMap<NodeId, ClusterNode> nodes = new TreeMap<>();
    private TreeMap<IdempotencyKey, Submission> keys = new TreeMap<>();
    private final TreeMap<DataKey, Catalogue.Held> files = new TreeMap<>();
    private final TreeMap<NodeId, Catalogue.Mark> marks = new TreeMap<>();
    private final TreeMap<Sha256, Keeping.Pin> pins = new TreeMap<>();
    private final TreeMap<NodeId, TreePSet<DataKey>> leaving = new TreeMap<>();
    private final TreeMap<String, Ledger> ledgers = new TreeMap<>();
    private final TreeMap<JobId, MatchResult> matches = new TreeMap<>();
    private final TreeMap<EndpointId, Endpoint> endpoints = new TreeMap<>();
    private final TreeMap<Long, Message> messages = new TreeMap<>();
    private final TreeMap<JobId, GameResult> results = new TreeMap<>();
    private final TreeMap<Integer, Quarantine> quarantines = new TreeMap<>();
    private int rows;
    private int text;

    private Restoration(ClusterState backup, int maxRows) {
        this.backup = backup;
        this.maxRows = maxRows;
    }

    /** The state in parts, at least one; in this order {@link #merge} makes it whole again. */
    public static List<ClusterState> parts(ClusterState backup) {
        return parts(backup, MAX_ROWS);
    }

    static List<ClusterState> parts(ClusterState backup, int maxRows) {
        Restoration cut = new Restoration(backup, maxRows);
        // A collection that is added to the state does not compile here until it is cut, too.
        switch (backup) {
            case ClusterState(
                            _,
                            _,
                            _,
                            var open,
                            var finished,
                            var _,
                            var nodes,
                            var keys,
                            var _,
                            _,
                            _,
                            Catalogue(var files, var marks, Keeping(var pins, var leaving)),
                            Training(
                                    _,
                                    _,
                                    var ledgers,
                                    var matches,
                                    var results,
                                    Quarantines(_, var quarantines)),
                            Outbox outbox) -> {
                nodes.forEach(
                        (id, node) -> cut.row(cut.nodes, id, node, node.holds().size() * 100));
                open.forEach((id, job) -> cut.row(cut.open, id, job, text(job)));
                finished.forEach((id, job) -> cut.row(cut.finished, id, job, text(job)));
                keys.forEach((key, one) -> cut.row(cut.keys, key, one, 100));
                files.forEach((key, held) -> cut.row(cut.files, key, held, 500));
                marks.forEach((node, mark) -> cut.row(cut.marks, node, mark, 100));
                pins.forEach((key, pin) -> cut.row(cut.pins, key, pin, 700));
                leaving.forEach((node, all) -> cut.row(cut.leaving, node, all, all.size() * 300));
                ledgers.forEach((key, one) -> cut.row(cut.ledgers, key, one, text(one)));
                matches.forEach((job, one) -> cut.row(cut.matches, job, one, 300));
                cut.outbox(outbox);
                results.forEach((job, one) -> cut.row(cut.results, job, one, 150));
                quarantines.forEach((key, one) -> cut.row(cut.quarantines, key, one, 500));
            }
        }
        cut.close();
        return List.copyOf(cut.parts);
    }

    private static int text(Job job) {
        return job.spec().metadata().value().length()
                + job.metrics().value().length()
                + job.attempts().size() * 1_000;
    }

    private static int text(Ledger ledger) {
        return 1_000
                + ledger.lineage().versions().size() * 700
                + (ledger.decisions().size() + ledger.shadows().size()) * 700;
    }

    private void outbox(Outbox outbox) {
        outbox.messages().forEach((number, one) -> row(messages, number, one, 1_000));
        for (Endpoint endpoint : outbox.endpoints().values()) {
            Mailbox box = endpoint.mailbox();
            endpoints.put(endpoint.id(), endpoint.with(box.emptied()));
            box.waiting().forEach((number, one) -> delivery(endpoint, number, one));
            box.parked().forEach((number, one) -> delivery(endpoint, number, one));
            box.delivered().forEach((number, one) -> delivery(endpoint, number, one));
            weigh(2_000);
        }
    }

    /** An endpoint with more deliveries than fit into a part is in several. */
    private void delivery(Endpoint endpoint, long number, Delivery delivery) {
        Endpoint begun =
                endpoints.computeIfAbsent(
                        endpoint.id(), _ -> endpoint.with(endpoint.mailbox().emptied()));
        endpoints.put(endpoint.id(), begun.with(begun.mailbox().with(number, delivery)));
        weigh(delivery.last() == null ? 100 : 200 + delivery.last().answer().length());
    }

    private <K, V> void row(Map<K, V> into, K key, V value, int itsText) {
        into.put(key, value);
        weigh(itsText);
    }

    private void weigh(int itsText) {
        rows++;
        text += itsText;
        if (rows >= maxRows || text >= MAX_TEXT) {
            close();
        }
    }

    private void close() {
        TreeSet<QueueKey> queue = new TreeSet<>();
        open.values().stream().filter(Job::isQueued).forEach(job -> queue.add(QueueKey.of(job)));
        TreeMap<JobId, IdempotencyKey> byAge = new TreeMap<>();
        keys.forEach((key, submission) -> byAge.put(submission.jobId(), key));
        parts.add(
                new ClusterState(
                        backup.rulesVersion(),
                        backup.policy(),
                        Lease.NONE,
                        TreePMap.fromSortedMap(open),
                        TreePMap.fromSortedMap(finished),
                        TreePSet.fromSortedSet(queue),
                        TreePMap.fromSortedMap(nodes),
                        TreePMap.fromSortedMap(keys),
                        TreePMap.fromSortedMap(byAge),
                        backup.tally(),
                        Charter.NONE,
                        new Catalogue(
                                TreePMap.fromSortedMap(files),
                                TreePMap.fromSortedMap(marks),
                                new Keeping(
                                        TreePMap.fromSortedMap(pins),
                                        TreePMap.fromSortedMap(leaving))),
                        new Training(
                                backup.training().configured(),
                                backup.training().general(),
                                TreePMap.fromSortedMap(ledgers),
                                TreePMap.fromSortedMap(matches),
                                TreePMap.fromSortedMap(results),
                                new Quarantines(
                                        backup.training().quarantines().changes(),
                                        TreePMap.fromSortedMap(quarantines))),
                        Outbox.of(
                                backup.outbox().last(),
                                backup.outbox().leader(),
                                TreePMap.fromSortedMap(endpoints),
                                TreePMap.fromSortedMap(messages),
                                backup.outbox().alarms())));
        endpoints.clear();
        messages.clear();
        ledgers.clear();
        matches.clear();
        results.clear();
        quarantines.clear();
        files.clear();
        marks.clear();
        pins.clear();
        leaving.clear();
        open.clear();
        finished.clear();
        nodes.clear();
        keys.clear();
        rows = 0;
        text = 0;
    }

    /** The state with the rows of a part, and with the backup's policy and counts. */
    static ClusterState merge(ClusterState state, ClusterState part) {
        return switch (part) {
            case ClusterState(
                            _,
                            Policy policy,
                            _,
                            var moreOpen,
                            var moreFinished,
                            var moreQueued,
                            var moreNodes,
                            var moreKeys,
                            var moreByAge,
                            Tally tally,
                            _,
                            Catalogue more,
                            Training moreTraining,
                            Outbox moreOutbox) ->
                    new ClusterState(
                            state.rulesVersion(),
                            policy,
                            state.lease(),
                            state.open().plusAll(moreOpen),
                            state.finished().plusAll(moreFinished),
                            state.queue().plusAll(moreQueued),
                            state.nodes().plusAll(moreNodes),
                            state.keys().plusAll(moreKeys),
                            state.keysByAge().plusAll(moreByAge),
                            tally,
                            state.charter(),
                            state.catalogue().plusAll(more),
                            state.training().plusAll(moreTraining),
                            state.outbox().plusAll(moreOutbox));
        };
    }

    /** The state without jobs and nodes, as a cluster has it that was just founded. */
    static ClusterState emptied(ClusterState state) {
        ClusterState empty = ClusterState.EMPTY;
        return new ClusterState(
                state.rulesVersion(),
                state.policy(),
                state.lease(),
                empty.open(),
                empty.finished(),
                empty.queue(),
                empty.nodes(),
                empty.keys(),
                empty.keysByAge(),
                empty.tally(),
                state.charter(),
                empty.catalogue(),
                empty.training(),
                state.outbox().emptied());
    }
}
