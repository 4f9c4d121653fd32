package io.ringrift.examples.hex;

import java.util.List;

/**
 * A finished game.
 *
 * @param moves the cells in the order they were taken
 * @param winner the side that joined its edges with the last move
 * @param visits what the search tried before each move, or an empty list if nobody kept it
 */
record Game(List<Integer> moves, Side winner, List<Visits> visits) {
    Game {
        moves = List.copyOf(moves);
        visits = List.copyOf(visits);
    }
}
