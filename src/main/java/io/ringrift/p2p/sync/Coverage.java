package io.ringrift.p2p.sync;

/** How much of some data a node has. */
final class Coverage {

    private Coverage() {}

    /**
     * Share of the games, of the bytes where there are no games, 1 where there is nothing; 0 to 1.
     */
    static double of(long games, long allGames, long bytes, long allBytes) {
        if (allGames > 0) {
            return (double) games / allGames;
        }
        return allBytes > 0 ? (double) bytes / allBytes : 1;
    }
}
