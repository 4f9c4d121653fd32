package io.ringrift.p2p.replication.codec;

import io.ringrift.p2p.engine.Catalogue;
import io.ringrift.p2p.engine.Charter;
import io.ringrift.p2p.engine.ClusterNode;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Ledger;
import io.ringrift.p2p.engine.NodeStatus;
import io.ringrift.p2p.engine.Quarantine;
import io.ringrift.p2p.engine.Training;
import io.ringrift.p2p.model.Job;
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
import io.ringrift.p2p.replication.codec.SnapshotRows.WorkRow;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SequenceWriter;
import tools.jackson.dataformat.smile.SmileMapper;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;

/**
 * The whole state as a stream of rows: one byte format version, the {@link Header}, then jobs,
 * nodes and keys, and behind them 32 bytes SHA-256 of all that. What follows from the rows (queue,
 * reservations, age order) is not written but rebuilt.
 */
public final class SnapshotCodec {

    /** The format that this program writes. */
    public static final byte FORMAT = 1;

    private static final int DIGEST_BYTES = 32;

    private final SmileMapper mapper =
            CodecMapper.create()
                    .rebuild()
                    .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
                    .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                    // One row is followed by the next.
                    .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    /** Writes a state; reads nothing but the immutable picture, so that writers need not wait. */
    public void write(ClusterState state, OutputStream target) throws IOException {
        DigestOutputStream out = new DigestOutputStream(target, sha256());
        out.write(FORMAT);
        try (SequenceWriter rows = mapper.writer().writeValues(out)) {
            rows.write(header(state));
            for (Job job : state.open().values()) {
                rows.write(job);
            }
            for (Job job : state.finished().values()) {
                rows.write(job);
            }
            for (ClusterNode node : state.nodes().values()) {
                rows.write(row(node));
            }
            for (var entry : state.keys().entrySet()) {
                rows.write(new KeyRow(entry.getKey(), entry.getValue()));
            }
            for (Catalogue.Held held : state.catalogue().files().values()) {
                rows.write(new FileRow(held.file(), List.copyOf(held.holders())));
            }
            for (var entry : state.catalogue().marks().entrySet()) {
                Catalogue.Mark mark = entry.getValue();
                rows.write(new ManifestRow(entry.getKey(), mark.incarnation(), mark.version()));
            }
            for (Ledger ledger : state.training().ledgers().values()) {
                rows.write(ledger);
            }
            for (var entry : state.training().matches().entrySet()) {
                rows.write(new MatchRow(entry.getKey(), entry.getValue()));
            }
            for (var entry : state.catalogue().keeping().pins().entrySet()) {
                rows.write(new PinRow(entry.getKey(), entry.getValue()));
            }
            for (var entry : state.catalogue().keeping().leaving().entrySet()) {
                rows.write(new LeavingRow(entry.getKey(), List.copyOf(entry.getValue())));
            }
            OutboxRows.write(state.outbox(), rows);
            for (var entry : state.training().results().entrySet()) {
                rows.write(new ResultRow(entry.getKey(), entry.getValue()));
            }
            for (Quarantine one : state.training().quarantines().active().values()) {
                rows.write(one);
            }
        }
        target.write(out.getMessageDigest().digest());
        target.flush();
    }

    /**
     * Reads a state.
     *
     * @param length bytes that {@code source} holds
     * @throws UnreadableException when a bit is wrong or the format is unknown
     */
    public ClusterState read(InputStream source, long length) throws IOException {
        DigestInputStream in =
                new DigestInputStream(
                        new BoundedInputStream(source, length - DIGEST_BYTES), sha256());
        int format = in.read();
        if (format != FORMAT) {
            throw new UnreadableException("snapshot of format " + format, null);
        }
        StateBuilder state;
        try (JsonParser parser = mapper.createParser(in)) {
            Rows typed = new Rows(mapper, parser);
            Header header = typed.next(Header.class);
            state = new StateBuilder(header);
            for (int i = 0; i < header.openJobs(); i++) {
                state.open(typed.next(Job.class));
            }
            for (int i = 0; i < header.finishedJobs(); i++) {
                state.finished(typed.next(Job.class));
            }
            for (int i = 0; i < header.nodes(); i++) {
                state.node(typed.next(NodeRow.class));
            }
            for (int i = 0; i < header.keys(); i++) {
                state.key(typed.next(KeyRow.class));
            }
            for (int i = 0; i < header.knownFiles(); i++) {
                state.file(typed.next(FileRow.class));
            }
            for (int i = 0; i < header.knownManifests(); i++) {
                state.manifest(typed.next(ManifestRow.class));
            }
            for (int i = 0; i < header.knownLedgers(); i++) {
                state.ledger(typed.next(Ledger.class));
            }
            for (int i = 0; i < header.knownMatches(); i++) {
                state.match(typed.next(MatchRow.class));
            }
            for (int i = 0; i < header.knownPins(); i++) {
                state.pin(typed.next(PinRow.class));
            }
            for (int i = 0; i < header.knownLeaving(); i++) {
                state.leaving(typed.next(LeavingRow.class));
            }
            if (header.outbox() != null) {
                state.outbox(OutboxRows.read(header.outbox(), typed));
            }
            for (int i = 0; i < header.knownResults(); i++) {
                state.result(typed.next(ResultRow.class));
            }
            for (int i = 0; i < header.knownQuarantines(); i++) {
                state.quarantine(typed.next(Quarantine.class));
            }
        } catch (UnreadableException e) {
            throw e;
        } catch (RuntimeException e) {
            // Whatever a damaged row makes of the nouns: the caller looks for another snapshot.
            throw new UnreadableException("snapshot cannot be read", e);
        }
        in.transferTo(OutputStream.nullOutputStream());
        if (!Arrays.equals(in.getMessageDigest().digest(), source.readNBytes(DIGEST_BYTES))) {
            throw new UnreadableException("snapshot does not match its SHA-256", null);
        }
        return state.build();
    }

    private static Header header(ClusterState state) {
        return new Header(
                state.rulesVersion(),
                state.policy(),
                state.lease(),
                state.tally(),
                state.open().size(),
                state.finished().size(),
                state.nodes().size(),
                state.keys().size(),
                state.charter().equals(Charter.NONE) ? null : state.charter(),
                positive(state.catalogue().files().size()),
                positive(state.catalogue().marks().size()),
                state.training().configured(),
                state.training().general().equals(Training.NONE.general())
                        ? null
                        : state.training().general(),
                positive(state.training().ledgers().size()),
                positive(state.training().matches().size()),
                positive(state.catalogue().keeping().pins().size()),
                positive(state.catalogue().keeping().leaving().size()),
                OutboxRows.header(state.outbox()),
                positive(state.training().results().size()),
                positive(state.training().quarantines().active().size()),
                positive(state.training().quarantines().changes()));
    }

    private static @Nullable Integer positive(int count) {
        return count == 0 ? null : Integer.valueOf(count);
    }

    private static NodeRow row(ClusterNode node) {
        return new NodeRow(
                node.id(),
                node.incarnation(),
                node.offered(),
                node.holds().entrySet().stream()
                        .map(entry -> new HoldRow(entry.getKey(), entry.getValue()))
                        .toList(),
                node.status().equals(NodeStatus.NEW) ? null : node.status(),
                known(node.profile().gpus()),
                known(
                        node.profile().work().entrySet().stream()
                                .map(entry -> new WorkRow(entry.getKey(), entry.getValue()))
                                .toList()));
    }

    private static <T> @Nullable List<T> known(List<T> rows) {
        return rows.isEmpty() ? null : rows;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
