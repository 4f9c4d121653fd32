package io.ringrift.p2p.agent.mover;

import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;

import java.io.IOException;

/** Tries again what failed with an {@link IOException}, with longer and longer pauses. */
final class Again {

    /** Pauses of two that failed together differ by so much. */
    private static final double JITTER = 0.3;

    private Again() {}

    /** What may fail for a while. */
    interface Step<T> {
        T run() throws IOException, MoveFailedException, InterruptedException;
    }

    /**
     * Runs a step until it does not fail.
     *
     * @param rounds tries in all
     * @throws IOException of the last try
     */
    static <T> T upTo(int rounds, MoverSettings settings, String name, Step<T> step)
            throws IOException, MoveFailedException, InterruptedException {
        Retry retry =
                Retry.of(
                        name,
                        RetryConfig.custom()
                                .maxAttempts(rounds)
                                .intervalFunction(
                                        IntervalFunction.ofExponentialRandomBackoff(
                                                settings.firstPause(),
                                                2,
                                                JITTER,
                                                settings.longestPause()))
                                .retryExceptions(IOException.class)
                                .build());
        try {
            return retry.executeCallable(step::run);
        } catch (IOException
                | MoveFailedException
                | InterruptedException
                | RuntimeException known) {
            throw known;
        } catch (Exception unknown) {
            // The library's signature; a step throws nothing else.
            throw new IllegalStateException(unknown);
        }
    }
}
