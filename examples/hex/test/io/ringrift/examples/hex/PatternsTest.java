package io.ringrift.examples.hex;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;

/** What must not matter to a model: which of the sides it plays, and a half turn of the board. */
class PatternsTest {
    private static final int GAMES = 200;

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7})
    void transposingTheBoardAndSwappingTheColoursSwapsTheFrames(int size) {
        Grid grid = new Grid(size);
        for (int seed = 0; seed < GAMES; seed++) {
            Patterns patterns = new Patterns(grid);
            Patterns mirrored = new Patterns(grid);
            Side side = Side.FIRST;
            for (int cell : someMoves(grid, seed)) {
                patterns.place(cell, side);
                mirrored.place(transposed(grid, cell), side.opponent());
                side = side.opponent();
            }
            for (int cell = 0; cell < grid.cells(); cell++) {
                int twin = transposed(grid, cell);
                assertThat(mirrored.at(Side.SECOND, twin)).isEqualTo(patterns.at(Side.FIRST, cell));
                assertThat(mirrored.at(Side.FIRST, twin)).isEqualTo(patterns.at(Side.SECOND, cell));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7})
    void aHalfTurnOfTheBoardLeavesThePatternsAsTheyAre(int size) {
        Grid grid = new Grid(size);
        int last = grid.cells() - 1;
        for (int seed = 0; seed < GAMES; seed++) {
            Patterns patterns = new Patterns(grid);
            Patterns turned = new Patterns(grid);
            Side side = Side.FIRST;
            for (int cell : someMoves(grid, seed)) {
                patterns.place(cell, side);
                turned.place(last - cell, side);
                side = side.opponent();
            }
            for (int cell = 0; cell < grid.cells(); cell++) {
                for (Side frame : Side.values()) {
                    assertThat(turned.at(frame, last - cell)).isEqualTo(patterns.at(frame, cell));
                }
            }
        }
    }

    @Test
    void showsStonesAndEdges() {
        Grid grid = new Grid(5);
        Patterns patterns = new Patterns(grid);
        patterns.place(grid.named("b2"), Side.FIRST);

        // Digits from the right: the cell, then up, up right, right, down, down left, left.
        assertThat(base3(patterns.at(Side.FIRST, grid.named("b2")))).isEqualTo("0000001");
        assertThat(base3(patterns.at(Side.FIRST, grid.named("b1")))).isEqualTo("0010110");
        assertThat(base3(patterns.at(Side.FIRST, grid.named("a1")))).isEqualTo("2200110");
        assertThat(base3(patterns.at(Side.SECOND, grid.named("b2")))).isEqualTo("0000002");
        assertThat(Patterns.isEmpty(patterns.at(Side.FIRST, grid.named("a1")))).isTrue();
        assertThat(Patterns.isEmpty(patterns.at(Side.FIRST, grid.named("b2")))).isFalse();
    }

    private static String base3(int pattern) {
        return String.format("%7s", Integer.toString(pattern, 3)).replace(' ', '0');
    }

    private static int[] someMoves(Grid grid, int seed) {
        int[] order = RandomGames.order(grid, seed);
        return Arrays.copyOf(order, seed % (grid.cells() + 1));
    }

    private static int transposed(Grid grid, int cell) {
        return grid.cell(grid.column(cell), grid.row(cell));
    }
}
