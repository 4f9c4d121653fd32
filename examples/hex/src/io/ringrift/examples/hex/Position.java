package io.ringrift.examples.hex;

import java.util.Arrays;

/**
 * A game of Hex in progress.
 *
 * <p>The sides take turns to fill one empty cell each, {@link Side#FIRST} begins, and the first who
 * joins their two edges has won. There are no draws (Gale 1979: a full Hex board has exactly one
 * winner) and there is no swap rule: random openings balance the games instead.
 */
final class Position {
    private static final byte EMPTY = -1;

    private final Grid grid;
    private final byte[] stones;
    private final Connections connections;
    private final Patterns patterns;
    private Side toMove = Side.FIRST;
    private int played;
    private boolean over;

    Position(Grid grid) {
        this.grid = grid;
        this.stones = new byte[grid.cells()];
        Arrays.fill(stones, EMPTY);
        this.connections = new Connections(grid);
        this.patterns = new Patterns(grid);
    }

    private Position(Position other) {
        this.grid = other.grid;
        this.stones = other.stones.clone();
        this.connections = new Connections(other.connections);
        this.patterns = new Patterns(other.patterns);
        this.toMove = other.toMove;
        this.played = other.played;
        this.over = other.over;
    }

    Position copy() {
        return new Position(this);
    }

    /**
     * Puts a stone of the side to move on this cell.
     *
     * @throws IllegalArgumentException if the cell is taken or outside the board, or the game over
     */
    void play(int cell) {
        if (over) {
            throw new IllegalArgumentException("a move after the end of the game");
        }
        if (cell < 0 || cell >= grid.cells()) {
            throw new IllegalArgumentException("no cell " + cell + " on this board");
        }
        if (!isEmpty(cell)) {
            throw new IllegalArgumentException(grid.name(cell) + " is already taken");
        }
        stones[cell] = (byte) toMove.index();
        patterns.place(cell, toMove);
        for (int neighbour : grid.neighbours(cell)) {
            if (stones[neighbour] == toMove.index()) {
                connections.join(cell, neighbour);
            }
        }
        connections.joinEdges(cell, toMove);
        over = connections.edgesJoined(toMove);
        toMove = toMove.opponent();
        played++;
    }

    Grid grid() {
        return grid;
    }

    Side toMove() {
        return toMove;
    }

    boolean isOver() {
        return over;
    }

    /** The side that has won: only the side that moved last can have. */
    Side winner() {
        if (!over) {
            throw new IllegalStateException("the game is not over");
        }
        return toMove.opponent();
    }

    boolean isEmpty(int cell) {
        return stones[cell] == EMPTY;
    }

    boolean holds(int cell, Side side) {
        return stones[cell] == side.index();
    }

    int[] emptyCells() {
        int[] empty = new int[grid.cells() - played];
        int count = 0;
        for (int cell = 0; cell < stones.length; cell++) {
            if (isEmpty(cell)) {
                empty[count++] = cell;
            }
        }
        return empty;
    }

    /** The pattern around a cell as the side to move sees it; see {@link Patterns}. */
    int pattern(int cell) {
        return patterns.at(toMove, cell);
    }
}
