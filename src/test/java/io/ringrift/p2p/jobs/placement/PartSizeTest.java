package io.ringrift.p2p.jobs.placement;

import static io.ringrift.p2p.Nouns.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.Nouns;
import io.ringrift.p2p.model.JobSpec;

import org.junit.jupiter.api.Test;

class PartSizeTest {

    private static final JobSpec WHOLE = spec(50, Nouns.CORE, null);
    private static final JobSpec LARGE = WHOLE.inPartsOf(1_800);

    @Test
    void isWhatTheNodeGetsDoneInTheTargetDuration() {
        assertThat(PartSize.of(LARGE, 1_000_000, 2.5)).isEqualTo(4_500);
        assertThat(PartSize.of(LARGE, 1_000_000, 0.01)).isEqualTo(18);
    }

    @Test
    void isNeverLessThanAGame() {
        assertThat(PartSize.of(LARGE, 10, 1e-9)).isEqualTo(1);
    }

    @Test
    void leavesNoCrumbs() {
        assertThat(PartSize.of(LARGE, 2_700, 1)).isEqualTo(2_700);
        assertThat(PartSize.of(LARGE, 2_701, 1)).isEqualTo(1_800);
    }

    @Test
    void beginsSmallWhenNobodyHasShownItsPace() {
        assertThat(PartSize.of(LARGE, 1_000_000, 0)).isEqualTo(JobSpec.DEFAULT_GAMES);
    }

    @Test
    void survivesARateBeyondReason() {
        assertThat(PartSize.of(LARGE, JobSpec.MAX_GAMES, 1e15)).isEqualTo(JobSpec.MAX_GAMES);
    }

    @Test
    void aJobThatIsNotDividedGoesAsAWhole() {
        assertThat(PartSize.of(WHOLE, 1_000_000, 0.1)).isEqualTo(1_000_000);
    }
}
