package io.ringrift.p2p.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.engine.NodeProfile.Experience;
import io.ringrift.p2p.engine.NodeProfile.Work;
import io.ringrift.p2p.model.JobType;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Objects;

class NodeProfileTest {

    private static final Work KIND = new Work(JobType.SELFPLAY, "hex5_2p");

    private static Experience of(NodeProfile profile, Work kind) {
        return Objects.requireNonNull(profile.work().get(kind));
    }

    @Test
    void theFirstResultCountsInFullFurtherOnesMoveTheMean() {
        NodeProfile once = NodeProfile.NONE.done(KIND, 100, Duration.ofSeconds(50), House.START);
        assertThat(of(once, KIND)).isEqualTo(new Experience(2_000_000, 1, House.START));
        NodeProfile twice = once.done(KIND, 100, Duration.ofSeconds(25), House.START);
        assertThat(of(twice, KIND).microPerSecond()).isEqualTo(2_500_000);
        assertThat(of(twice, KIND).results()).isEqualTo(2);
    }

    @Test
    void noClaimOverflowsAndNoTimeDividesByZero() {
        NodeProfile odd =
                NodeProfile.NONE
                        .done(KIND, Long.MAX_VALUE, Duration.ZERO, House.START)
                        .done(KIND, -5, Duration.ofDays(-3), House.START);
        assertThat(of(odd, KIND).microPerSecond()).isPositive();
    }

    @Test
    void theKindDoneLongestAgoMakesRoom() {
        NodeProfile profile = NodeProfile.NONE;
        for (int i = 0; i < NodeProfile.MOST_WORK + 3; i++) {
            profile =
                    profile.begun(
                            new Work(JobType.SELFPLAY, "c" + i), House.START.plusSeconds(i % 17));
        }
        assertThat(profile.work()).hasSize(NodeProfile.MOST_WORK);
        assertThat(profile.work().keySet())
                .extracting(Work::configKey)
                .doesNotContain("c0", "c1", "c17")
                .contains("c16");
    }

    @Test
    void aNodeLearnsFromItsJobsUnderTheRulesOfVersionTwo() {
        House old = House.with("a").completed(1, "a");
        assertThat(old.node("a").profile()).isEqualTo(NodeProfile.NONE);

        House house = House.with("a").ruled(2);
        house.running(1, "a");
        assertThat(of(house.node("a").profile(), KIND).results()).isZero();
        house.after(Duration.ofSeconds(10));
        house.accept(house.complete(1, 1));
        assertThat(of(house.node("a").profile(), KIND))
                .isEqualTo(new Experience(5_000_000, 1, house.now()));
    }
}
