package io.ringrift.examples.hex;

import java.util.List;

/** The six ways out of a hexagon, clockwise; the one three steps further is the opposite one. */
enum Direction {
    UP(-1, 0),
    UP_RIGHT(-1, 1),
    RIGHT(0, 1),
    DOWN(1, 0),
    DOWN_LEFT(1, -1),
    LEFT(0, -1);

    static final List<Direction> CLOCKWISE = List.of(values());

    private final int rows;
    private final int columns;

    Direction(int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
    }

    int rows() {
        return rows;
    }

    int columns() {
        return columns;
    }
}
