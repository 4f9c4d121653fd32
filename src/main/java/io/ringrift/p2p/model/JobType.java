package io.ringrift.p2p.model;

import java.util.Locale;
import java.util.Optional;

/** What a job does. On the wire in lower case. */
public enum JobType {
    SELFPLAY,
    TRAINING,
    EVALUATION,
    SYNC;

    /** The lower-case name that the REST API and the templates use. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a wire name in any case. {@code gauntlet}, {@code tournament} and {@code benchmark} are
     * older words for an evaluation.
     */
    public static Optional<JobType> ofWireName(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "selfplay" -> Optional.of(SELFPLAY);
            case "training" -> Optional.of(TRAINING);
            case "evaluation", "gauntlet", "tournament", "benchmark" -> Optional.of(EVALUATION);
            case "sync" -> Optional.of(SYNC);
            default -> Optional.empty();
        };
    }
}
