package io.ringrift.p2p.load;

import java.util.Arrays;
import java.util.Locale;

/** Times in microseconds, all of them kept, so that percentiles are exact. */
final class Percentiles {

    private int[] micros = new int[1 << 16];
    private int size;

    void add(long nanos) {
        if (size == micros.length) {
            micros = Arrays.copyOf(micros, size * 2);
        }
        micros[size++] = Math.clamp(nanos / 1_000, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    int size() {
        return size;
    }

    /** In milliseconds, by nearest rank: the smallest value that this share does not exceed. */
    double at(double share) {
        int[] sorted = Arrays.copyOf(micros, size);
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(size * share);
        return size == 0 ? 0 : sorted[Math.clamp(rank - 1L, 0, size - 1)] / 1_000.0;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "p50 %.2f ms, p99 %.2f ms, max %.2f ms", at(0.5), at(0.99), at(1));
    }
}
