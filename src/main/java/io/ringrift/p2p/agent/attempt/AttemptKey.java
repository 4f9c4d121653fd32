package io.ringrift.p2p.agent.attempt;

import io.ringrift.p2p.model.JobId;

import java.util.Optional;

/**
 * Names an attempt on this node, also as part of a file name.
 *
 * @param job its job
 * @param attempt its number
 */
record AttemptKey(JobId job, int attempt) {

    static Optional<AttemptKey> parse(String text) {
        try {
            // A job id has 36 characters, then comes a hyphen.
            return text.length() < 38
                    ? Optional.empty()
                    : Optional.of(
                            new AttemptKey(
                                    JobId.parse(text.substring(0, 36)),
                                    Integer.parseInt(text.substring(37))));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return job + "-" + attempt;
    }
}
