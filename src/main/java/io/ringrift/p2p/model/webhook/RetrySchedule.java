package io.ringrift.p2p.model.webhook;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * When a message is tried again: at once, then after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h
 * and 24 h (Standard Webhooks 1.0, "Deliverability and reliability", adds up to three days). Each
 * wait grows by up to a fifth, so that what failed together does not come back together.
 */
public final class RetrySchedule {

    /** Longest wait that a receiver may ask for. */
    public static final Duration MOST_ASKED = Duration.ofHours(24);

    private static final List<Duration> WAITS =
            List.of(
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(30),
                    Duration.ofHours(2),
                    Duration.ofHours(5),
                    Duration.ofHours(10),
                    Duration.ofHours(14),
                    Duration.ofHours(20),
                    Duration.ofHours(24));

    private RetrySchedule() {}

    /** Tries that a message gets. */
    public static int tries() {
        return WAITS.size() + 1;
    }

    /**
     * The wait after a failure; empty after the last try.
     *
     * @param tries failed so far, at least 1
     * @param jitterMilli drawn by the leader, 0 to 1,000
     * @param asked what the receiver asked for; it counts where it is longer
     */
    public static Optional<Duration> wait(int tries, int jitterMilli, Duration asked) {
        if (tries > WAITS.size()) {
            return Optional.empty();
        }
        Duration wait = WAITS.get(tries - 1);
        Duration longer =
                wait.plus(wait.multipliedBy(Math.clamp(jitterMilli, 0, 1_000)).dividedBy(5_000));
        Duration heard = asked.compareTo(MOST_ASKED) < 0 ? asked : MOST_ASKED;
        return Optional.of(
                (longer.compareTo(heard) < 0 ? heard : longer).truncatedTo(ChronoUnit.MILLIS));
    }
}
