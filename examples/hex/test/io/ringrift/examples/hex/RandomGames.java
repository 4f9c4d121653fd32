package io.ringrift.examples.hex;

import java.util.Arrays;

/** Games without sense, for properties that must hold in any game. */
final class RandomGames {
    private RandomGames() {}

    /** All cells in random order. */
    static int[] order(Grid grid, long seed) {
        int[] order = new int[grid.cells()];
        Arrays.setAll(order, i -> i);
        new SplitMix(seed).shuffle(order);
        return order;
    }

    /** The position after these moves, or after the one among them that ends the game. */
    static Position play(Grid grid, int... moves) {
        Position position = new Position(grid);
        for (int move : moves) {
            if (position.isOver()) {
                break;
            }
            position.play(move);
        }
        return position;
    }
}
