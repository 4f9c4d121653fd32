package io.ringrift.p2p.events;

import io.ringrift.p2p.model.BadSettingException;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * How much of the past is kept, and for how many it is told.
 *
 * @param keepSize what the history of events may take on the disk of each voter; the oldest goes
 * @param maxFollowers clients that may follow the events of this node at the same time
 * @param heartbeat longest silence on a followed stream, so that proxies keep it open
 */
@ConfigurationProperties("ringrift.p2p.events")
record EventsProperties(
        @DefaultValue("256MB") DataSize keepSize,
        @DefaultValue("64") int maxFollowers,
        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("10s") Duration heartbeat) {

    private static final String PREFIX = "ringrift.p2p.events.";

    EventsProperties {
        check("keep-size", keepSize, keepSize.toBytes() >= 1 << 20, "must be at least 1MB");
        check("max-followers", maxFollowers, maxFollowers >= 0, "must not be negative");
        check(
                "heartbeat",
                heartbeat,
                heartbeat.toMillis() >= 100 && heartbeat.toMillis() <= 60_000,
                "must be between 100ms and 60s");
    }

    private static void check(String name, Object value, boolean holds, String rule) {
        if (!holds) {
            throw new BadSettingException(PREFIX + name, value, rule);
        }
    }
}
