package io.ringrift.p2p.agent.beat;

import io.ringrift.p2p.model.ResourceMetrics;
import io.ringrift.p2p.model.Resources;
import io.ringrift.p2p.model.wire.Beat;
import io.ringrift.p2p.model.wire.RunningAttempt;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What goes into a beat.
 *
 * @param incarnation of this life of the agent
 * @param version of the program
 * @param host name of the machine
 * @param metrics the latest sample
 * @param offered what the machine offers, given the latest sample
 * @param attempts what it holds
 * @param patience how long the answer may be held back
 */
public record BeatSource(
        UUID incarnation,
        String version,
        String host,
        Supplier<ResourceMetrics> metrics,
        Function<ResourceMetrics, Resources> offered,
        Supplier<List<RunningAttempt>> attempts,
        Duration patience) {

    Beat beat(long sequence) {
        ResourceMetrics sample = metrics.get();
        return new Beat(
                incarnation,
                sequence,
                version,
                host,
                offered.apply(sample),
                sample,
                attempts.get(),
                patience.toMillis());
    }
}
