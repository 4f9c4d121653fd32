package io.ringrift.p2p.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.Sha256;

import org.junit.jupiter.api.Test;

import java.util.List;

class NeedsTest {

    private static final Sha256 ONE = new Sha256("1".repeat(64));
    private static final Sha256 TWO = new Sha256("2".repeat(64));

    @Test
    void theOrderSaysNothing() {
        assertThat(Needs.of(List.of(TWO, ONE, TWO))).isEqualTo(Needs.of(List.of(ONE, TWO)));
    }

    @Test
    void somethingMustBeAskedForAndMakeSense() {
        assertThatThrownBy(() -> Needs.of(List.of())).hasMessageContaining("neither");
        List<DataKind> games = List.of(DataKind.GAMES);
        assertThatThrownBy(() -> new Needs(null, games, 1, null, List.of()))
                .hasMessageContaining("without a config");
        assertThatThrownBy(() -> new Needs("..", games, 1, null, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Needs("hex8", games, 0, null, List.of()))
                .hasMessageContaining("out of range");
        assertThatThrownBy(() -> new Needs("hex8", games, 1_001, null, List.of()))
                .hasMessageContaining("out of range");
        assertThatThrownBy(() -> new Needs("hex8", games, 1, -1L, List.of()))
                .hasMessageContaining("out of range");
    }

    @Test
    void aJobWithoutNeedsReadsAsBefore() {
        JobSpec spec =
                new JobSpec(JobType.SYNC, "hex8", 1, 1, JsonText.EMPTY, null, Resources.NONE);
        assertThat(spec.toString()).doesNotContain("needs");
        assertThat(spec.withNeeds(Needs.of(List.of(ONE))).toString()).contains("needs=");
        assertThat(
                        spec.withNeeds(Needs.of(List.of(ONE)))
                                .withPriority(2)
                                .withPinnedNode(null)
                                .inPartsOf(5)
                                .part(new JobId(new java.util.UUID(0x7000, Long.MIN_VALUE)), 1)
                                .needs())
                .isEqualTo(Needs.of(List.of(ONE)));
    }
}
