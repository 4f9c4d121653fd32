package io.ringrift.examples.hex;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntPredicate;

/**
 * The rule of winning, asked of the whole board at once: slower than {@link Connections} and
 * independent of it, so that each can check the other.
 */
final class Flood {
    private Flood() {}

    /**
     * Whether the cells that satisfy {@code isOwn} join the edges of this side.
     *
     * @param isOwn tells for a cell number whether this side holds it
     */
    static boolean joins(Grid grid, Side side, IntPredicate isOwn) {
        boolean[] seen = new boolean[grid.cells()];
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < grid.size(); i++) {
            visit(side == Side.FIRST ? grid.cell(0, i) : grid.cell(i, 0), isOwn, seen, open);
        }
        while (!open.isEmpty()) {
            int cell = open.remove();
            int line = side == Side.FIRST ? grid.row(cell) : grid.column(cell);
            if (line == grid.size() - 1) {
                return true;
            }
            for (int neighbour : grid.neighbours(cell)) {
                visit(neighbour, isOwn, seen, open);
            }
        }
        return false;
    }

    private static void visit(int cell, IntPredicate isOwn, boolean[] seen, Deque<Integer> open) {
        if (!seen[cell] && isOwn.test(cell)) {
            seen[cell] = true;
            open.add(cell);
        }
    }
}
