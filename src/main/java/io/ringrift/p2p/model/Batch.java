package io.ringrift.p2p.model;

import java.time.Instant;

/**
 * How far a job is that is done in parts, each a job of its own. A part is made when a node takes
 * it, so that a job of millions of games costs no more memory than the parts that run.
 *
 * @param parts made so far
 * @param live those that have not ended
 * @param givenGames games of all parts made so far, at most the job's own number
 * @param doneGames games of the counted results
 * @param since when the first part was made
 */
public record Batch(int parts, int live, int givenGames, long doneGames, Instant since) {

    static Batch begun(Instant at) {
        return new Batch(0, 0, 0, 0, at);
    }

    Batch given(int games) {
        return new Batch(parts + 1, live + 1, givenGames + games, doneGames, since);
    }

    /**
     * A part has ended.
     *
     * @param games that it brought, 0 when it did not end well
     */
    public Batch ended(long games) {
        long sum = doneGames + Math.max(0, games);
        return new Batch(
                parts, Math.max(0, live - 1), givenGames, sum < 0 ? Long.MAX_VALUE : sum, since);
    }
}
