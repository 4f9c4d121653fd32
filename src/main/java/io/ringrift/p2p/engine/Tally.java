package io.ringrift.p2p.engine;

/**
 * Counts since the cluster began. They keep counting jobs that were forgotten since.
 *
 * @param submitted jobs taken in
 * @param completed jobs that ended well
 * @param failed jobs that failed for good
 * @param cancelled jobs that were cancelled
 * @param forgotten finished jobs removed by retention
 * @param games games of all counted self-play results
 */
public record Tally(
        long submitted, long completed, long failed, long cancelled, long forgotten, long games) {

    static final Tally ZERO = new Tally(0, 0, 0, 0, 0, 0);

    Tally oneSubmitted() {
        return new Tally(submitted + 1, completed, failed, cancelled, forgotten, games);
    }

    Tally oneCompleted(long itsGames) {
        return new Tally(
                submitted, completed + 1, failed, cancelled, forgotten, capped(games, itsGames));
    }

    Tally oneFailed() {
        return new Tally(submitted, completed, failed + 1, cancelled, forgotten, games);
    }

    Tally oneCancelled() {
        return new Tally(submitted, completed, failed, cancelled + 1, forgotten, games);
    }

    /** Results are claims of programs that this one did not write: no claim may turn the sum. */
    private static long capped(long sum, long claim) {
        long more = sum + Math.max(0, claim);
        return more < 0 ? Long.MAX_VALUE : more;
    }

    Tally someForgotten(int count) {
        return new Tally(submitted, completed, failed, cancelled, forgotten + count, games);
    }
}
