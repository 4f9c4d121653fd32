package io.ringrift.p2p.model;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/**
 * The right to lead, as everybody can see it.
 *
 * @param holder who leads, or null when nobody does
 * @param epoch number of the latest leadership
 * @param grantedAt when it was claimed or last renewed
 * @param duration how long it holds from then on
 */
public record Lease(@Nullable NodeId holder, Epoch epoch, Instant grantedAt, Duration duration) {

    /** Nobody has led yet. */
    public static final Lease NONE = new Lease(null, Epoch.NONE, Instant.EPOCH, Duration.ZERO);

    /** When it ends unless it is renewed. */
    public Instant until() {
        return grantedAt.plus(duration);
    }
}
