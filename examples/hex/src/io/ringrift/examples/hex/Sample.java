package io.ringrift.examples.hex;

import java.util.Arrays;

/**
 * A position to learn from: what the side to move saw, what its search preferred and how the game
 * ended for it.
 */
final class Sample {
    private final char[] patterns;
    private final Visits visits;
    private final boolean won;

    Sample(Position position, Visits visits, boolean won) {
        this.patterns = new char[position.grid().cells()];
        for (int cell = 0; cell < patterns.length; cell++) {
            patterns[cell] = (char) position.pattern(cell);
        }
        this.visits = visits;
        this.won = won;
    }

    int cells() {
        return patterns.length;
    }

    int pattern(int cell) {
        return patterns[cell];
    }

    Visits visits() {
        return visits;
    }

    boolean isWon() {
        return won;
    }

    /** The patterns of the empty cells, in the order of the cells. */
    int[] emptyPatterns() {
        int[] found = new int[patterns.length];
        int count = 0;
        for (char pattern : patterns) {
            if (Patterns.isEmpty(pattern)) {
                found[count++] = pattern;
            }
        }
        return Arrays.copyOf(found, count);
    }

    /** The share of the visits that each empty cell had, in the same order; they add up to 1. */
    double[] visitShares() {
        double total = visits.total();
        double[] byCell = new double[patterns.length];
        for (int i = 0; i < visits.size(); i++) {
            byCell[visits.cell(i)] = visits.count(i) / total;
        }
        double[] found = new double[patterns.length];
        int count = 0;
        for (int cell = 0; cell < patterns.length; cell++) {
            if (Patterns.isEmpty(patterns[cell])) {
                found[count++] = byCell[cell];
            }
        }
        return Arrays.copyOf(found, count);
    }
}
