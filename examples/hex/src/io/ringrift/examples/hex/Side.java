package io.ringrift.examples.hex;

/** The two players. In files a side is written as its ordinal, 0 or 1. */
enum Side {
    /** Moves first and joins the top row to the bottom row. */
    FIRST,
    /** Moves second and joins the left column to the right column. */
    SECOND;

    Side opponent() {
        return this == FIRST ? SECOND : FIRST;
    }
}
