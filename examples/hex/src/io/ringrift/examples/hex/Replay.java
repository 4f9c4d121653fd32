package io.ringrift.examples.hex;

import java.util.HashSet;
import java.util.Set;

/** Plays a recorded game again and refuses what the rules do not allow. */
final class Replay {
    private Replay() {}

    /** Sees a position of the game before its move is made. */
    interface Observer {
        void before(Position position, int ply);
    }

    /**
     * Plays the game through.
     *
     * @throws IllegalArgumentException if a move is not legal, the game does not end with its last
     *     move, another side won than the record says, or visits do not fit the moves
     */
    static void play(GridGame record, Observer observer) {
        Game game = record.game();
        if (!game.visits().isEmpty() && game.visits().size() != game.moves().size()) {
            throw new IllegalArgumentException("there are not as many visits as moves");
        }
        Position position = new Position(record.grid());
        for (int ply = 0; ply < game.moves().size(); ply++) {
            if (!game.visits().isEmpty()) {
                requireLegal(position, game.visits().get(ply));
            }
            observer.before(position, ply);
            position.play(game.moves().get(ply));
        }
        if (!position.isOver()) {
            throw new IllegalArgumentException("the game does not end");
        }
        if (position.winner() != game.winner()) {
            throw new IllegalArgumentException("the other side has won");
        }
        requireConnected(position);
    }

    private static void requireLegal(Position position, Visits visits) {
        Set<Integer> counted = new HashSet<>();
        for (int i = 0; i < visits.size(); i++) {
            int cell = visits.cell(i);
            if (cell < 0 || cell >= position.grid().cells() || !position.isEmpty(cell)) {
                throw new IllegalArgumentException("visits count a move that is not legal");
            }
            if (!counted.add(cell)) {
                throw new IllegalArgumentException("visits count a move twice");
            }
        }
    }

    /** A second opinion on the winner, in case the incremental one is wrong. */
    private static void requireConnected(Position position) {
        Side winner = position.winner();
        if (!Flood.joins(position.grid(), winner, cell -> position.holds(cell, winner))) {
            throw new IllegalArgumentException("the winner's edges are not joined");
        }
    }
}
