package io.ringrift.examples.hex;

import java.util.function.LongSupplier;

/** Counts the games of a self-play job and the time they take. */
final class SelfplayTally {
    private static final double NANOS_PER_SECOND = 1e9;

    private final LongSupplier nanoTime;
    private final long start;
    private int games;
    private long moves;
    private int winsOfFirst;

    SelfplayTally(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    void add(Game game) {
        games++;
        moves += game.moves().size();
        winsOfFirst += game.winner() == Side.FIRST ? 1 : 0;
    }

    JsonObject metrics() {
        double seconds = Math.max(1, nanoTime.getAsLong() - start) / NANOS_PER_SECOND;
        return new JsonObject()
                .put("games", games)
                .put("moves", moves)
                .put("wins_first", winsOfFirst)
                .put("wins_second", games - winsOfFirst)
                .put("seconds", seconds)
                .put("games_per_second", games / seconds);
    }
}
