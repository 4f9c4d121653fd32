package io.ringrift.p2p.replication.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Invariants;
import io.ringrift.p2p.engine.StateHash;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

class SnapshotCodecTest {

    private final SnapshotCodec codec = new SnapshotCodec();

    @Test
    void theGoldenSnapshotIsReadAndWritten() throws IOException {
        ClusterState state = Samples.house().state();
        byte[] written = write(state);
        byte[] golden = Golden.read("v1/snapshot.hex", written);
        ClusterState read = read(golden);
        assertThat(read).isEqualTo(state);
        assertThat(StateHash.of(read)).isEqualTo(StateHash.of(state));
        assertThat(Invariants.check(read)).isEmpty();
        assertThat(written).isEqualTo(golden);
    }

    @Test
    void theGoldenSnapshotWithNodesThatCameAndWentIsReadAndWritten() throws IOException {
        ClusterState state = Samples.houseOfNodes().state();
        byte[] written = write(state);
        byte[] golden = Golden.read("v2/snapshot-nodes.hex", written);
        assertThat(read(golden)).isEqualTo(state);
        assertThat(StateHash.of(read(golden))).isEqualTo(StateHash.of(state));
        assertThat(written).isEqualTo(golden);
    }

    @Test
    void whatPlacementRemembersIsReadAndWritten() throws IOException {
        ClusterState state = Samples.wiserHouse().state();
        byte[] written = write(state);
        byte[] golden = Golden.read("v2/snapshot.hex", written);
        assertThat(read(golden)).isEqualTo(state);
        assertThat(StateHash.of(read(golden))).isEqualTo(StateHash.of(state));
        assertThat(written).isEqualTo(golden);
        assertThat(state.nodes().values())
                .extracting(node -> node.profile().work().size())
                .containsExactly(1, 1);
    }

    @Test
    void whichDataIsWhereIsReadAndWritten() throws IOException {
        ClusterState state = Samples.houseOfData().state();
        byte[] written = write(state);
        byte[] golden = Golden.read("v4/snapshot.hex", written);
        assertThat(read(golden)).isEqualTo(state);
        assertThat(StateHash.of(read(golden))).isEqualTo(StateHash.of(state));
        assertThat(written).isEqualTo(golden);
        assertThat(state.catalogue().files()).hasSize(2);
    }

    @Test
    void theGoldenSnapshotWithPinsAndReleasesIsReadAndWritten() throws IOException {
        ClusterState state = Samples.houseOfKeeping().state();
        byte[] written = write(state);
        byte[] golden = Golden.read("v6/snapshot.hex", written);
        assertThat(read(golden)).isEqualTo(state);
        assertThat(StateHash.of(read(golden))).isEqualTo(StateHash.of(state));
        assertThat(written).isEqualTo(golden);
        assertThat(state.catalogue().keeping().leaving()).hasSize(1);
    }

    @Test
    void whoIsToldWhatIsReadAndWritten() throws IOException {
        ClusterState state = WebhookSamples.house().state();
        byte[] written = write(state);
        byte[] golden = Golden.read("v7/snapshot.hex", written);
        assertThat(read(golden)).isEqualTo(state);
        assertThat(StateHash.of(read(golden))).isEqualTo(StateHash.of(state));
        assertThat(Invariants.check(read(golden))).isEmpty();
        assertThat(written).isEqualTo(golden);
        assertThat(state.outbox().messages()).isNotEmpty();
    }

    @Test
    void anEmptyStateSurvives() throws IOException {
        assertThat(read(write(ClusterState.EMPTY))).isEqualTo(ClusterState.EMPTY);
    }

    @Test
    void noFlippedBitGoesUnnoticed() throws IOException {
        byte[] snapshot = write(Samples.house().state());
        for (int bit = 0; bit < snapshot.length * 8; bit += 7) {
            byte[] flipped = snapshot.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatExceptionOfType(UnreadableException.class)
                    .as("bit %d", bit)
                    .isThrownBy(() -> read(flipped));
        }
    }

    @Test
    void noTruncationGoesUnnoticed() throws IOException {
        byte[] snapshot = write(Samples.house().state());
        for (int length = 0; length < snapshot.length; length++) {
            byte[] truncated = Arrays.copyOf(snapshot, length);
            assertThatExceptionOfType(UnreadableException.class)
                    .as("%d bytes", length)
                    .isThrownBy(() -> read(truncated));
        }
    }

    @Test
    void whatComesBehindIsNotTouched() throws IOException {
        byte[] snapshot = write(Samples.house().state());
        byte[] longer = Arrays.copyOf(snapshot, snapshot.length + 3);
        ByteArrayInputStream in = new ByteArrayInputStream(longer);
        codec.read(in, snapshot.length);
        assertThat(in.available()).isEqualTo(3);
    }

    private byte[] write(ClusterState state) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        codec.write(state, out);
        return out.toByteArray();
    }

    private ClusterState read(byte[] snapshot) throws IOException {
        return codec.read(new ByteArrayInputStream(snapshot), snapshot.length);
    }
}
