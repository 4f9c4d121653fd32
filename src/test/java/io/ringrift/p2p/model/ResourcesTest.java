package io.ringrift.p2p.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ResourcesTest {

    private static final Resources SMALL = new Resources(1, 2, 3);
    private static final Resources LARGE = new Resources(10, 20, 30);

    @Test
    void addAndSubtract() {
        assertThat(LARGE.plus(SMALL)).isEqualTo(new Resources(11, 22, 33));
        assertThat(LARGE.minus(SMALL)).isEqualTo(new Resources(9, 18, 27));
        assertThat(LARGE.plus(SMALL).minus(SMALL)).isEqualTo(LARGE);
        assertThat(SMALL.plus(Resources.NONE)).isEqualTo(SMALL);
    }

    @Test
    void areNeverNegative() {
        assertThatIllegalArgumentException().isThrownBy(() -> SMALL.minus(LARGE));
        assertThat(SMALL.minusOrZero(LARGE)).isEqualTo(Resources.NONE);
        assertThat(new Resources(5, 50, 5).minusOrZero(LARGE)).isEqualTo(new Resources(0, 30, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Resources(-1, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Resources(0, -1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Resources(0, 0, -1));
    }

    @Test
    void overflowIsAnErrorAndNoSmallNumber() {
        Resources most = new Resources(Integer.MAX_VALUE, 0, Long.MAX_VALUE);
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> most.plus(SMALL));
    }

    @Test
    void fitOnlyInEveryDimension() {
        assertThat(SMALL.fitsIn(SMALL)).isTrue();
        assertThat(SMALL.fitsIn(new Resources(0, 2, 3))).isFalse();
        assertThat(SMALL.fitsIn(new Resources(1, 1, 3))).isFalse();
        assertThat(SMALL.fitsIn(new Resources(1, 2, 2))).isFalse();
        assertThat(Resources.NONE.fitsIn(Resources.NONE)).isTrue();
    }
}
