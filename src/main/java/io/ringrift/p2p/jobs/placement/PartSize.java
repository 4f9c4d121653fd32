package io.ringrift.p2p.jobs.placement;

import io.ringrift.p2p.model.JobSpec;

/** How many games of a large job a node gets at a time. */
final class PartSize {

    /** What is left is not divided again when it takes less than this many times the target. */
    private static final double LAST = 1.5;

    private PartSize() {}

    /**
     * As many games as the node should get done in the target duration; {@link
     * JobSpec#DEFAULT_GAMES} to begin with, as long as no node has shown its pace.
     *
     * @param spec of the whole
     * @param rest games that no part has been given, at least 1
     * @return 1 to {@code rest}; {@code rest} when the job is not divided
     */
    static int of(JobSpec spec, int rest, double gamesPerSecond) {
        Integer seconds = spec.partSeconds();
        if (seconds == null) {
            return rest;
        }
        double target =
                gamesPerSecond > 0 ? Math.max(1, gamesPerSecond * seconds) : JobSpec.DEFAULT_GAMES;
        return rest <= LAST * target ? rest : (int) target;
    }
}
