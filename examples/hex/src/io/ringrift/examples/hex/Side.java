package io.ringrift.examples.hex;

/** The two players. */
enum Side {
    /** Moves first and joins the top row to the bottom row. */
    FIRST(0),
    /** Moves second and joins the left column to the right column. */
    SECOND(1);

    private final int index;

    Side(int index) {
        this.index = index;
    }

    /** How files and tables number the sides: 0 or 1. */
    int index() {
        return index;
    }

    /**
     * The side of this number.
     *
     * @throws IllegalArgumentException if it is neither 0 nor 1
     */
    static Side of(int index) {
        return switch (index) {
            case 0 -> FIRST;
            case 1 -> SECOND;
            default -> throw new IllegalArgumentException("side " + index + " is neither 0 nor 1");
        };
    }

    Side opponent() {
        return this == FIRST ? SECOND : FIRST;
    }
}
