package io.ringrift.p2p.replication.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Ledger;
import io.ringrift.p2p.engine.RulesVersion;
import io.ringrift.p2p.engine.School;
import io.ringrift.p2p.engine.StateHash;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.smile.SmileMapper;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/** Snapshots of what configs have learned. */
class LearnedSnapshotTest {

    private final SnapshotCodec codec = new SnapshotCodec();

    @Test
    void whatWasLearnedIsReadAndWritten() throws IOException {
        ClusterState state = School.learned(RulesVersion.SHADOW);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        codec.write(state, written);
        byte[] golden = Golden.read("v9/snapshot.hex", written.toByteArray());
        ClusterState read = read(golden);
        assertThat(read).isEqualTo(state);
        assertThat(StateHash.of(read)).isEqualTo(StateHash.of(state));
        assertThat(written.toByteArray()).isEqualTo(golden);
        assertThat(state.training().results()).isNotEmpty();
        assertThat(state.training().matches()).isNotEmpty();
        assertThat(state.training().quarantines().active()).isNotEmpty();
    }

    @Test
    void whatWasWrittenUnderEarlierRulesIsRead() throws IOException {
        assertThat(read(Golden.read("v8/snapshot.hex", new byte[0])))
                .isEqualTo(School.learned(RulesVersion.QUARANTINE));
    }

    private ClusterState read(byte[] snapshot) throws IOException {
        return codec.read(new ByteArrayInputStream(snapshot), snapshot.length);
    }

    /** What an earlier build did not write is as it was before it was there. */
    @Test
    void ledgersOfEarlierRulesAreRead() {
        SmileMapper raw = CodecMapper.create();
        for (Ledger ledger : School.learned(RulesVersion.known()).training().ledgers().values()) {
            ObjectNode tree = (ObjectNode) raw.readTree(raw.writeValueAsBytes(ledger));
            ((ObjectNode) tree.path("games")).remove(List.of("tainted", "learned"));
            ((ObjectNode) tree.path("trial")).remove("counted");
            ((ObjectNode) tree.path("steering")).remove(List.of("shadow", "shadowVersion"));
            tree.remove("shadows");
            tree.path("lineage")
                    .path("versions")
                    .forEach(one -> ((ObjectNode) one).remove(List.of("origin", "taints")));
            Ledger read = raw.readValue(raw.writeValueAsBytes(tree), Ledger.class);
            assertThat(read.games().tainted()).isZero();
            assertThat(read.games().total()).isEqualTo(ledger.games().total());
            assertThat(read.lineage().versions()).hasSameSizeAs(ledger.lineage().versions());
        }
    }
}
