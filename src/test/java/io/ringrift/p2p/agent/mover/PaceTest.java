package io.ringrift.p2p.agent.mover;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.TestClock;

import org.junit.jupiter.api.Test;

class PaceTest {

    private final TestClock clock = new TestClock();

    @Test
    void withoutALimitNothingIsPortioned() {
        assertThat(new Pace(0, clock).portion(8 << 20)).isEqualTo(8 << 20);
    }

    @Test
    void aPortionIsASecondsWorthButNoCrumb() {
        Pace pace = new Pace(1 << 20, clock);
        assertThat(pace.portion(8 << 20)).isEqualTo(1 << 20);
        assertThat(pace.portion(1_000)).isEqualTo(1_000);
        pace.change(10);
        assertThat(pace.portion(8 << 20)).isEqualTo(64 << 10);
        pace.change(1L << 40);
        assertThat(pace.portion(8 << 20)).isEqualTo(8 << 20);
    }
}
