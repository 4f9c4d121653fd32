package io.ringrift.examples.hex;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hex has no draws: of any full board exactly one side has joined its edges. */
class FullBoardTest {
    private static final int BOARDS = 20_000;

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8, 9})
    void aFullBoardHasExactlyOneWinnerAndTheGameFindsIt(int size) {
        Grid grid = new Grid(size);
        for (int seed = 0; seed < BOARDS; seed++) {
            int[] order = RandomGames.order(grid, seed);
            boolean[] first = new boolean[grid.cells()];
            for (int ply = 0; ply < order.length; ply += 2) {
                first[order[ply]] = true;
            }
            boolean firstWins = Flood.joins(grid, Side.FIRST, cell -> first[cell]);
            boolean secondWins = Flood.joins(grid, Side.SECOND, cell -> !first[cell]);
            assertThat(firstWins).as("seed %d", seed).isNotEqualTo(secondWins);

            Position position = RandomGames.play(grid, order);
            assertThat(position.winner() == Side.FIRST).as("seed %d", seed).isEqualTo(firstWins);
        }
    }
}
