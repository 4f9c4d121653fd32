package io.ringrift.p2p.model;

import java.util.UUID;

/**
 * The unguessable proof that a report belongs to the live attempt of a job.
 *
 * @param value 122 random bits
 */
public record AttemptToken(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
