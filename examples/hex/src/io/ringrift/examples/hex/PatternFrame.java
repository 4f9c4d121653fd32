package io.ringrift.examples.hex;

/**
 * The board as one side sees it: how a stone on one cell changes the patterns around it.
 *
 * <p>In its own frame a side always joins top and bottom; for {@link Side#SECOND} the board is
 * transposed for that. Beyond the top and bottom row lie own stones, beyond the left and right
 * column stones of the opponent; a corner that is outside both ways counts as top or bottom. Cells
 * in the second half of the frame list their neighbours from the opposite direction on, so that a
 * half turn of the board leaves the patterns as they are.
 */
final class PatternFrame {
    private final Grid grid;
    private final Side side;
    private final int[] empty;

    /** For each cell the cells whose pattern holds it; a missing one has the weight 0. */
    private final int[][] touched;

    /** For each cell the value of its digit in those patterns: a power of three. */
    private final int[][] weights;

    PatternFrame(Grid grid, Side side) {
        this.grid = grid;
        this.side = side;
        this.empty = new int[grid.cells()];
        this.touched = new int[grid.cells()][7];
        this.weights = new int[grid.cells()][7];
        for (int cell = 0; cell < grid.cells(); cell++) {
            link(cell);
        }
    }

    private void link(int cell) {
        int row = side == Side.FIRST ? grid.row(cell) : grid.column(cell);
        int column = side == Side.FIRST ? grid.column(cell) : grid.row(cell);
        int firstDirection = 2 * (row * grid.size() + column) > grid.cells() - 1 ? 3 : 0;
        touched[cell][0] = cell;
        weights[cell][0] = 1;
        int weight = 1;
        for (int i = 0; i < 6; i++) {
            weight *= Patterns.DIGITS;
            int towards = (firstDirection + i) % 6;
            Direction direction = Direction.CLOCKWISE.get(towards);
            int otherRow = row + direction.rows();
            int otherColumn = column + direction.columns();
            if (!grid.isOnBoard(otherRow)) {
                empty[cell] += Patterns.OWN * weight;
            } else if (!grid.isOnBoard(otherColumn)) {
                empty[cell] += Patterns.OTHER * weight;
            } else {
                int other =
                        side == Side.FIRST
                                ? grid.cell(otherRow, otherColumn)
                                : grid.cell(otherColumn, otherRow);
                touched[other][1 + towards] = cell;
                weights[other][1 + towards] = weight;
            }
        }
    }

    /** The pattern of each cell on the empty board. */
    int[] emptyBoard() {
        return empty.clone();
    }

    /** Adds a stone to the patterns that contain its cell. */
    void place(int cell, Side stone, int[] patterns) {
        int digit = stone == side ? Patterns.OWN : Patterns.OTHER;
        for (int i = 0; i < 7; i++) {
            patterns[touched[cell][i]] += digit * weights[cell][i];
        }
    }
}
