package io.ringrift.examples.hex;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

class SplitMixTest {
    @Test
    void givesThePublishedSequence() {
        SplitMix random = new SplitMix(0);

        assertThat(random.next()).isEqualTo(0xE220A8397B1DCDAFL);
        assertThat(random.next()).isEqualTo(0x6E789E6AA1B965F4L);
        assertThat(random.next()).isEqualTo(0x06C45D188009454FL);
    }

    @Test
    void staysInBounds() {
        SplitMix random = new SplitMix(1);
        int[] counts = new int[7];
        for (int i = 0; i < 7000; i++) {
            counts[random.below(7)]++;
            assertThat(random.unit()).isGreaterThan(0).isLessThanOrEqualTo(1);
        }
        assertThat(Arrays.stream(counts).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(850, 1150));
    }

    @Test
    void givesEachIndexASeedOfItsOwn() {
        assertThat(SplitMix.seedOf(7, 0)).isNotEqualTo(SplitMix.seedOf(7, 1));
        assertThat(SplitMix.seedOf(7, 1)).isNotEqualTo(SplitMix.seedOf(8, 0));
    }
}
