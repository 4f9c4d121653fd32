package io.ringrift.examples.hex;

import java.util.ArrayList;
import java.util.List;

/**
 * Compares two models by pairs of games: both games of a pair begin with the same two random moves,
 * and the models swap sides.
 *
 * <p>So neither the first move nor a lucky opening favours anyone, and a model against itself wins
 * exactly one game of each pair. Without random openings all games between two models would be
 * copies of two.
 */
final class Match {
    private static final int RANDOM_MOVES = 2;

    private final Grid grid;
    private final Search candidate;
    private final Search baseline;

    Match(Grid grid, Search candidate, Search baseline) {
        this.grid = grid;
        this.candidate = candidate;
        this.baseline = baseline;
    }

    /**
     * Plays one game of a pair.
     *
     * @param pairSeed decides the opening
     * @param candidateSide the side that the candidate plays
     */
    Game play(long pairSeed, Side candidateSide) {
        SplitMix random = new SplitMix(pairSeed);
        Position position = new Position(grid);
        List<Integer> moves = new ArrayList<>();
        while (!position.isOver()) {
            int move = choose(position, moves.size(), random, candidateSide);
            position.play(move);
            moves.add(move);
        }
        return new Game(moves, position.winner(), List.of());
    }

    private int choose(Position position, int ply, SplitMix random, Side candidateSide) {
        if (ply < RANDOM_MOVES) {
            int[] empty = position.emptyCells();
            return empty[random.below(empty.length)];
        }
        Search search = position.toMove() == candidateSide ? candidate : baseline;
        return search.run(position).best();
    }
}
