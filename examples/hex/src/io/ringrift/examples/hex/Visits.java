package io.ringrift.examples.hex;

import java.util.Arrays;

/**
 * How often a search tried which move: the moves with at least one visit, by cell.
 *
 * <p>Kept as in the games file: cell, count, cell, count, and so on.
 */
final class Visits {
    /** Of a move that was not searched. */
    static final Visits NONE = new Visits(new int[0]);

    private static final int MOST = 1_000_000_000;

    private final int[] pairs;

    Visits(int[] pairs) {
        if (pairs.length % 2 != 0) {
            throw new IllegalArgumentException("visits are not pairs of cell and count");
        }
        this.pairs = pairs.clone();
        long total = 0;
        for (int i = 0; i < size(); i++) {
            if (count(i) < 1) {
                throw new IllegalArgumentException("a visit count below 1");
            }
            total += count(i);
        }
        if (total > MOST) {
            throw new IllegalArgumentException("more than " + MOST + " visits of a position");
        }
    }

    static Visits of(int[] moves, int[] counts) {
        int[] pairs = new int[2 * moves.length];
        int length = 0;
        for (int i = 0; i < moves.length; i++) {
            if (counts[i] > 0) {
                pairs[length++] = moves[i];
                pairs[length++] = counts[i];
            }
        }
        return new Visits(Arrays.copyOf(pairs, length));
    }

    int size() {
        return pairs.length / 2;
    }

    int cell(int index) {
        return pairs[2 * index];
    }

    int count(int index) {
        return pairs[2 * index + 1];
    }

    int total() {
        int total = 0;
        for (int i = 0; i < size(); i++) {
            total += count(i);
        }
        return total;
    }

    int[] pairs() {
        return pairs.clone();
    }

    /** The most visited cell, the first of equals. */
    int best() {
        int best = 0;
        for (int i = 1; i < size(); i++) {
            if (count(i) > count(best)) {
                best = i;
            }
        }
        return cell(best);
    }

    /** A cell drawn with a chance in proportion to its visits. */
    int sample(SplitMix random) {
        int remaining = random.below(total());
        int index = 0;
        while (remaining >= count(index)) {
            remaining -= count(index);
            index++;
        }
        return cell(index);
    }
}
