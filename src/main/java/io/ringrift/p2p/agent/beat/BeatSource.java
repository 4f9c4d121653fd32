package io.ringrift.p2p.agent.beat;

import io.ringrift.p2p.model.Labels;
import io.ringrift.p2p.model.ResourceMetrics;
import io.ringrift.p2p.model.Resources;
import io.ringrift.p2p.model.wire.Beat;
import io.ringrift.p2p.model.wire.RunningAttempt;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
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
 * @param labels what the node says of itself
 * @param expectedGpus how many GPUs it should have, or null when it was not told
 * @param clock its wall clock
 * @param patience how long the answer may be held back
 * @param dataUrl where other nodes reach its doors, if anybody can
 */
public record BeatSource(
        UUID incarnation,
        String version,
        String host,
        Supplier<ResourceMetrics> metrics,
        Function<ResourceMetrics, Resources> offered,
        Supplier<List<RunningAttempt>> attempts,
        Labels labels,
        @Nullable Integer expectedGpus,
        InstantSource clock,
        Duration patience,
        Supplier<Optional<URI>> dataUrl) {

    Beat beat(long sequence) {
        ResourceMetrics sample = metrics.get();
        Resources all = offered.apply(sample);
        List<RunningAttempt> held = attempts.get();
        return new Beat(
                incarnation,
                sequence,
                version,
                host,
                all,
                sample,
                held,
                labels.all(),
                expectedGpus,
                Math.max(0, all.cpuMilli() / 1_000 - held.size()),
                clock.instant(),
                patience.toMillis(),
                dataUrl.get().orElse(null));
    }
}
