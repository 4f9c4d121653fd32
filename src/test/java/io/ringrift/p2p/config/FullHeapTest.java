package io.ringrift.p2p.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FullHeapTest {

    private final FullHeap heap = new FullHeap();

    @Test
    void isFullAfterThreeCollectionsThatLeftNothingFree() {
        assertThat(heap.after(1_000, 980, 1_000)).isFalse();
        assertThat(heap.after(1_200, 990, 1_000)).isFalse();
        assertThat(heap.after(1_400, 980, 1_000)).isTrue();
    }

    @Test
    void isNotFullWhileSomethingIsLeft() {
        for (int i = 0; i < 100; i++) {
            assertThat(heap.after(i, 970, 1_000)).isFalse();
        }
    }

    @Test
    void beginsToCountAgainOnceMemoryWasFreed() {
        assertThat(heap.after(1_000, 980, 1_000)).isFalse();
        assertThat(heap.after(1_100, 980, 1_000)).isFalse();
        assertThat(heap.after(1_200, 500, 1_000)).isFalse();
        assertThat(heap.after(1_300, 980, 1_000)).isFalse();
        assertThat(heap.after(1_400, 980, 1_000)).isFalse();
        assertThat(heap.after(1_500, 980, 1_000)).isTrue();
    }

    @Test
    void doesNotAddUpPeaksThatLieFarApart() {
        for (int i = 0; i < 10; i++) {
            assertThat(heap.after(i * 20_000L, 980, 1_000)).isFalse();
            assertThat(heap.after(i * 20_000L + 16_000, 500, 1_000)).isFalse();
        }
        for (int i = 0; i < 10; i++) {
            assertThat(heap.after(1_000_000 + i * 31_000L, 980, 1_000)).isFalse();
        }
    }
}
