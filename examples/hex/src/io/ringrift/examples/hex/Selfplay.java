package io.ringrift.examples.hex;

import java.util.ArrayList;
import java.util.List;

/**
 * Plays games of a model against itself for it to learn from.
 *
 * <p>The first move is random, because the first mover wins any opening they may choose; the next
 * {@value #SAMPLED_MOVES} are drawn by visits for variety, the rest are the best found.
 */
final class Selfplay {
    private static final int SAMPLED_MOVES = 4;

    private final Grid grid;
    private final Search search;

    Selfplay(Grid grid, Search search) {
        this.grid = grid;
        this.search = search;
    }

    /** The same seed gives the same game. */
    Game play(long seed) {
        SplitMix random = new SplitMix(seed);
        Position position = new Position(grid);
        List<Integer> moves = new ArrayList<>();
        List<Visits> visits = new ArrayList<>();
        int opening = random.below(grid.cells());
        position.play(opening);
        moves.add(opening);
        visits.add(Visits.NONE);
        while (!position.isOver()) {
            Visits found = search.runWithNoise(position, random);
            int move = moves.size() <= SAMPLED_MOVES ? found.sample(random) : found.best();
            position.play(move);
            moves.add(move);
            visits.add(found);
        }
        return new Game(moves, position.winner(), visits);
    }
}
