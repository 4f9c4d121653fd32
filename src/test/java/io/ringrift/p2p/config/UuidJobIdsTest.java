package io.ringrift.p2p.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobIds;

import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class UuidJobIdsTest {

    private final AtomicLong millis = new AtomicLong(1_700_000_000_123L);
    private final InstantSource time = () -> Instant.ofEpochMilli(millis.get());
    private final JobIds ids =
            new UuidJobIds(time.withZone(ZoneOffset.UTC), new SplittableRandom(1));

    @Test
    void isVersion7WithTheTimeInFront() {
        JobId id = ids.next();
        assertThat(id.value().version()).isEqualTo(7);
        assertThat(id.value().variant()).isEqualTo(2);
        assertThat(id.value().getMostSignificantBits() >>> 16).isEqualTo(millis.get());
    }

    @Test
    void risesWithinAMillisecondAndWhenTheClockLeapsBack() {
        List<JobId> drawn =
                Stream.generate(
                                () -> {
                                    millis.addAndGet(-1);
                                    return ids.next();
                                })
                        .limit(10_000)
                        .toList();
        assertThat(drawn).isSorted().doesNotHaveDuplicates();
        assertThat(drawn).allMatch(id -> id.value().version() == 7);
    }

    @Test
    void manyThreadsNeverDrawTheSame() {
        JobIds shared = new UuidJobIds(Clock.systemUTC(), new SplittableRandom(2));
        ConcurrentSkipListSet<Long> high = new ConcurrentSkipListSet<>();
        IntStream.range(0, 20_000)
                .parallel()
                .forEach(_ -> high.add(shared.next().value().getMostSignificantBits()));
        assertThat(high).hasSize(20_000);
    }

    @Test
    void theSourcesAreBeans() {
        SourcesConfiguration sources = new SourcesConfiguration();
        assertThat(sources.attemptTokens().next()).isNotEqualTo(sources.attemptTokens().next());
        Instant now = sources.clock().instant();
        assertThat(now).isEqualTo(now.truncatedTo(ChronoUnit.MILLIS));
        assertThat(sources.clock().getZone()).isEqualTo(ZoneOffset.UTC);
        assertThat(sources.jobIds(sources.clock()).next().value().version()).isEqualTo(7);
        long before = sources.monotonicClock().nanos();
        assertThat(sources.monotonicClock().nanos()).isGreaterThanOrEqualTo(before);
    }
}
