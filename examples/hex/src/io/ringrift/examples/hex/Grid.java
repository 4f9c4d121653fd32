package io.ringrift.examples.hex;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The cells of an n×n Hex board and who touches whom.
 *
 * <p>A cell is the number {@code row * size + column}, counted from the top left corner. Its name
 * is the column letter and the row number from 1, as usual in Hex: {@code a1} is the top left
 * corner, {@code c1} the third cell of the top row. Each row is drawn half a cell further right
 * than the row above it, so a cell has two neighbours above, two beside and two below.
 */
final class Grid {
    static final int MIN_SIZE = 2;
    static final int MAX_SIZE = 19;

    private final int size;
    private final int[][] neighbours;

    Grid(int size) {
        if (size < MIN_SIZE || size > MAX_SIZE) {
            throw new IllegalArgumentException(
                    "board size " + size + " is not in " + MIN_SIZE + " to " + MAX_SIZE);
        }
        this.size = size;
        this.neighbours = new int[size * size][];
        Arrays.setAll(neighbours, this::neighboursOf);
    }

    private int[] neighboursOf(int cell) {
        List<Integer> found = new ArrayList<>();
        for (Direction direction : Direction.CLOCKWISE) {
            int row = row(cell) + direction.rows();
            int column = column(cell) + direction.columns();
            if (isOnBoard(row) && isOnBoard(column)) {
                found.add(cell(row, column));
            }
        }
        return found.stream().mapToInt(Integer::intValue).toArray();
    }

    int size() {
        return size;
    }

    int cells() {
        return size * size;
    }

    int row(int cell) {
        return cell / size;
    }

    int column(int cell) {
        return cell % size;
    }

    int cell(int row, int column) {
        return row * size + column;
    }

    boolean isOnBoard(int rowOrColumn) {
        return rowOrColumn >= 0 && rowOrColumn < size;
    }

    /** The cells that touch this one, clockwise. The array is shared: read it only. */
    int[] neighbours(int cell) {
        return neighbours[cell];
    }

    String name(int cell) {
        return (char) ('a' + column(cell)) + Integer.toString(row(cell) + 1);
    }

    /**
     * The cell of this name.
     *
     * @throws IllegalArgumentException if there is no such cell on this board
     */
    int named(String name) {
        if (name.matches("[a-s][1-9][0-9]?")) {
            int column = name.charAt(0) - 'a';
            int row = Integer.parseInt(name.substring(1)) - 1;
            if (isOnBoard(row) && isOnBoard(column)) {
                return cell(row, column);
            }
        }
        throw new IllegalArgumentException(
                "'" + name + "' is not a cell of a " + size + "×" + size + " board");
    }
}
