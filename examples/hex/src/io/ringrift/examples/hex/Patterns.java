package io.ringrift.examples.hex;

/**
 * The pattern around each cell, in the frames of both sides, kept up to date stone by stone.
 *
 * <p>A pattern is a cell and its six neighbours, each empty, own or the opponent's: a number of
 * seven digits to the base three whose lowest digit is the cell itself. It is all that a {@link
 * Model} sees of a position, so a model fits boards of any size.
 */
final class Patterns {
    static final int DIGITS = 3;
    static final int OWN = 1;
    static final int OTHER = 2;

    /** The number of different patterns: 3⁷. */
    static final int COUNT = 2187;

    private static final int NONE = -1;
    private static final int THREE_DIGITS = 27;

    private final PatternFrame[] frames;
    private final int[][] live;
    private final int centre;

    Patterns(Grid grid) {
        frames =
                new PatternFrame[] {
                    new PatternFrame(grid, Side.FIRST), new PatternFrame(grid, Side.SECOND)
                };
        live = new int[][] {frames[0].emptyBoard(), frames[1].emptyBoard()};
        centre = grid.cells() % 2 == 1 ? grid.cells() / 2 : NONE;
    }

    Patterns(Patterns other) {
        frames = other.frames;
        live = new int[][] {other.live[0].clone(), other.live[1].clone()};
        centre = other.centre;
    }

    void place(int cell, Side stone) {
        frames[0].place(cell, stone, live[0]);
        frames[1].place(cell, stone, live[1]);
    }

    int at(Side frame, int cell) {
        int pattern = live[frame.index()][cell];
        return cell == centre ? Math.min(pattern, halfTurn(pattern)) : pattern;
    }

    /** Whether the cell in the middle of this pattern is empty. */
    static boolean isEmpty(int pattern) {
        return pattern % DIGITS == 0;
    }

    /** The pattern turned by half: opposite neighbours change places. */
    static int halfTurn(int pattern) {
        int neighbours = pattern / DIGITS;
        int turned = neighbours % THREE_DIGITS * THREE_DIGITS + neighbours / THREE_DIGITS;
        return turned * DIGITS + pattern % DIGITS;
    }
}
