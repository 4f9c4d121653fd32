package io.ringrift.p2p.replication.codec;

import io.ringrift.p2p.engine.Catalogue;
import io.ringrift.p2p.engine.ClusterNode;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.GameResult;
import io.ringrift.p2p.engine.Keeping;
import io.ringrift.p2p.engine.Ledger;
import io.ringrift.p2p.engine.MatchResult;
import io.ringrift.p2p.engine.NodeProfile;
import io.ringrift.p2p.engine.Outbox;
import io.ringrift.p2p.engine.Quarantine;
import io.ringrift.p2p.engine.Quarantines;
import io.ringrift.p2p.engine.QueueKey;
import io.ringrift.p2p.engine.Submission;
import io.ringrift.p2p.engine.Training;
import io.ringrift.p2p.model.IdempotencyKey;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Resources;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.replication.codec.SnapshotRows.FileRow;
import io.ringrift.p2p.replication.codec.SnapshotRows.Header;
import io.ringrift.p2p.replication.codec.SnapshotRows.HoldRow;
import io.ringrift.p2p.replication.codec.SnapshotRows.KeyRow;
import io.ringrift.p2p.replication.codec.SnapshotRows.LeavingRow;
import io.ringrift.p2p.replication.codec.SnapshotRows.ManifestRow;
import io.ringrift.p2p.replication.codec.SnapshotRows.MatchRow;
import io.ringrift.p2p.replication.codec.SnapshotRows.NodeRow;
import io.ringrift.p2p.replication.codec.SnapshotRows.PinRow;
import io.ringrift.p2p.replication.codec.SnapshotRows.ResultRow;

import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Rebuilds a state from its rows; sorted collections are filled first and made persistent at once.
 */
final class StateBuilder {

    private final Header header;
    private final TreeMap<JobId, Job> open = new TreeMap<>();
    private final TreeMap<JobId, Job> finished = new TreeMap<>();
    private final TreeSet<QueueKey> queue = new TreeSet<>();
    private final TreeMap<NodeId, ClusterNode> nodes = new TreeMap<>();
    private final TreeMap<IdempotencyKey, Submission> keys = new TreeMap<>();
    private final TreeMap<JobId, IdempotencyKey> keysByAge = new TreeMap<>();

    private final TreeMap<DataKey, Catalogue.Held> files = new TreeMap<>();
    private final TreeMap<NodeId, Catalogue.Mark> manifests = new TreeMap<>();

    private final TreeMap<Sha256, Keeping.Pin> pins = new TreeMap<>();
    private final TreeMap<NodeId, TreePSet<DataKey>> leaving = new TreeMap<>();

    private final TreeMap<String, Ledger> ledgers = new TreeMap<>();
    private final TreeMap<JobId, MatchResult> matches = new TreeMap<>();

    private Outbox outbox = Outbox.EMPTY;
    private final TreeMap<JobId, GameResult> results = new TreeMap<>();
    private final Map<Object, Object> names = new HashMap<>();
    private final TreeMap<Integer, Quarantine> quarantines = new TreeMap<>();

    StateBuilder(Header header) {
        this.header = header;
    }

    void open(Job job) {
        open.put(job.id(), job);
        if (job.isQueued()) {
            queue.add(QueueKey.of(job));
        }
    }

    void finished(Job job) {
        finished.put(job.id(), job);
    }

    void node(NodeRow row) {
        TreeMap<JobId, ClusterNode.Hold> holds = new TreeMap<>();
        Resources reserved = Resources.NONE;
        for (HoldRow hold : row.holds()) {
            holds.put(hold.jobId(), hold.hold());
            reserved = reserved.plus(hold.hold().resources());
        }
        nodes.put(
                row.id(),
                new ClusterNode(
                        row.id(),
                        row.incarnation(),
                        row.offered(),
                        reserved,
                        TreePMap.fromSortedMap(holds),
                        row.knownStatus(),
                        profile(row)));
    }

    private static NodeProfile profile(NodeRow row) {
        TreeMap<NodeProfile.Work, NodeProfile.Experience> work = new TreeMap<>();
        if (row.work() != null) {
            row.work().forEach(one -> work.put(one.kind(), one.experience()));
        }
        return row.gpus() == null && work.isEmpty()
                ? NodeProfile.NONE
                : new NodeProfile(
                        Objects.requireNonNullElse(row.gpus(), List.of()),
                        TreePMap.fromSortedMap(work));
    }

    void key(KeyRow row) {
        keys.put(row.key(), row.submission());
        keysByAge.put(row.submission().jobId(), row.key());
    }

    void file(FileRow row) {
        TreePSet<NodeId> holders = TreePSet.from(row.holders());
        files.put(row.file().key(), new Catalogue.Held(row.file(), holders));
    }

    void manifest(ManifestRow row) {
        manifests.put(row.node(), new Catalogue.Mark(row.incarnation(), row.version()));
    }

    void pin(PinRow row) {
        pins.put(row.sha256(), row.pin());
    }

    void leaving(LeavingRow row) {
        leaving.put(row.node(), TreePSet.from(row.copies()));
    }

    void ledger(Ledger ledger) {
        ledgers.put(ledger.configKey(), ledger);
    }

    void match(MatchRow row) {
        matches.put(row.job(), row.result());
    }

    void outbox(Outbox read) {
        outbox = read;
    }

    void result(ResultRow row) {
        GameResult result = row.result();
        results.put(
                row.job(),
                new GameResult(
                        once(result.configKey()),
                        once(result.node()),
                        result.model() == null ? null : once(result.model()),
                        result.games(),
                        result.generation(),
                        result.at()));
    }

    /** There are few names and many rows. */
    @SuppressWarnings("unchecked")
    private <T> T once(T name) {
        Object known = names.putIfAbsent(name, name);
        return known == null ? name : (T) known;
    }

    void quarantine(Quarantine one) {
        quarantines.put(one.number(), one);
    }

    ClusterState build() {
        return new ClusterState(
                header.rulesVersion(),
                header.policy(),
                header.lease(),
                TreePMap.fromSortedMap(open),
                TreePMap.fromSortedMap(finished),
                TreePSet.fromSortedSet(queue),
                TreePMap.fromSortedMap(nodes),
                TreePMap.fromSortedMap(keys),
                TreePMap.fromSortedMap(keysByAge),
                header.tally(),
                header.knownCharter(),
                new Catalogue(
                        TreePMap.fromSortedMap(files),
                        TreePMap.fromSortedMap(manifests),
                        new Keeping(TreePMap.fromSortedMap(pins), TreePMap.fromSortedMap(leaving))),
                new Training(
                        header.trainingConfigured(),
                        header.knownSteering(),
                        TreePMap.fromSortedMap(ledgers),
                        TreePMap.fromSortedMap(matches),
                        TreePMap.fromSortedMap(results),
                        new Quarantines(
                                header.knownQuarantineChanges(),
                                TreePMap.fromSortedMap(quarantines))),
                outbox);
    }
}
