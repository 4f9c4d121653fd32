package io.ringrift.p2p.agent.beat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.ringrift.p2p.model.MonotonicClock;

/** How well this node reaches its leader: every exchange counts, the last ones make the rates. */
public final class TransportMeters {

    private static final String PREFIX = "ringrift.p2p.";
    private static final int REMEMBERED = 100;

    private final MonotonicClock clock;
    private final Counter successes;
    private final Counter failures;
    private final boolean[] failed = new boolean[REMEMBERED];
    private long exchanges;
    private volatile double lossRate;
    private volatile double rttSeconds;

    public TransportMeters(MeterRegistry registry, MonotonicClock clock) {
        this.clock = clock;
        this.successes =
                Counter.builder(PREFIX + "transport.success")
                        .description("exchanges with the leader that were answered")
                        .register(registry);
        this.failures =
                Counter.builder(PREFIX + "transport.failure")
                        .description("exchanges with the leader that failed")
                        .register(registry);
        Gauge.builder(PREFIX + "rtt.seconds", this, one -> one.rttSeconds)
                .description("latest round trip to the leader, without the time a beat was held")
                .register(registry);
        Gauge.builder(PREFIX + "packet.loss.rate", this, one -> one.lossRate)
                .description("failed share of the last 100 exchanges with the leader, 0 to 1")
                .register(registry);
        Gauge.builder(PREFIX + "transport.health", this, one -> 1 - one.lossRate)
                .description("answered share of the last 100 exchanges with the leader, 0 to 1")
                .register(registry);
    }

    /** The moment at which an exchange begins. */
    long begin() {
        return clock.nanos();
    }

    /**
     * An answer came, whatever it says.
     *
     * @param begun from {@link #begin()}
     * @param heldSeconds how long the leader says that it held the answer back
     */
    void answered(long begun, double heldSeconds) {
        rttSeconds = Math.max(0, (clock.nanos() - begun) / 1e9 - heldSeconds);
        successes.increment();
        count(false);
    }

    /** No answer came, or only that the leader cannot serve. */
    void lost() {
        failures.increment();
        count(true);
    }

    private synchronized void count(boolean isFailure) {
        failed[(int) (exchanges % REMEMBERED)] = isFailure;
        exchanges++;
        int lost = 0;
        for (boolean one : failed) {
            lost += one ? 1 : 0;
        }
        lossRate = (double) lost / Math.min(exchanges, REMEMBERED);
    }
}
