package io.ringrift.p2p.webhooks;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * What a receiver said to one request.
 *
 * @param status 0 when it said nothing
 * @param text the first KiB of its body
 * @param fault half a sentence why there is no answer, null when there is one
 * @param askedWait what it asked for, zero for nothing
 * @param took from the first byte of the request on, connecting included
 */
record Answer(int status, String text, @Nullable String fault, Duration askedWait, Duration took) {

    private static final int GONE = 410;

    static Answer none(String fault, Duration took) {
        return new Answer(0, "", fault, Duration.ZERO, took);
    }

    /** Whether the receiver has the message now. */
    boolean isFine() {
        return status >= 200 && status < 300;
    }

    boolean isGone() {
        return status == GONE;
    }

    Answer saying(String masked) {
        return new Answer(status, masked, fault, askedWait, took);
    }
}
