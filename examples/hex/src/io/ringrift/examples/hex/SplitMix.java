package io.ringrift.examples.hex;

/**
 * A random number generator whose numbers are the same everywhere and for ever.
 *
 * <p>SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA
 * 2014; the constants of {@link #mix} are variant 13 of Stafford.
 */
final class SplitMix {
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private long state;

    SplitMix(long seed) {
        state = seed;
    }

    /** The seed of one of many independent streams that belong to the same parent seed. */
    static long seedOf(long parentSeed, long index) {
        return mix(mix(parentSeed) + (index + 1) * GOLDEN_RATIO);
    }

    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    long next() {
        state += GOLDEN_RATIO;
        return mix(state);
    }

    /** An integer from 0 to below the bound (Lemire 2019; the bias is below bound / 2⁶⁴). */
    int below(int bound) {
        return (int) Math.unsignedMultiplyHigh(next(), bound);
    }

    /** A number above 0 and up to 1. */
    double unit() {
        return ((next() >>> 11) + 1) * 0x1p-53;
    }

    /** Puts the elements in random order (Fisher and Yates). */
    void shuffle(int[] elements) {
        for (int i = elements.length - 1; i > 0; i--) {
            int j = below(i + 1);
            int held = elements[i];
            elements[i] = elements[j];
            elements[j] = held;
        }
    }
}
