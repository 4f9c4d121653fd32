package io.ringrift.p2p.config;

/**
 * Tells a heap that is full for good from one that is merely due for a collection: only what a
 * collection of the whole heap leaves counts, and only when it happens again and again.
 */
final class FullHeap {

    /** Share of the largest heap above which nothing useful is left. */
    static final double FULL = 0.97;

    /** Collections in a row that must leave the heap full. */
    static final int IN_A_ROW = 3;

    /** Within this time, so that a peak once an hour is no reason to end. */
    static final long WITHIN_MILLIS = 30_000;

    private int row;
    private long rowBegan;

    /**
     * Notes a collection of the whole heap.
     *
     * @param atMillis when it ended, since the process began
     * @param usedBytes what it left
     * @param maxBytes the largest heap
     * @return whether the heap is full for good
     */
    boolean after(long atMillis, long usedBytes, long maxBytes) {
        if (usedBytes <= FULL * maxBytes) {
            row = 0;
            return false;
        }
        if (row == 0 || atMillis - rowBegan > WITHIN_MILLIS) {
            row = 0;
            rowBegan = atMillis;
        }
        row++;
        return row >= IN_A_ROW;
    }
}
