package io.ringrift.p2p.webhooks;

import io.ringrift.p2p.model.BadSettingException;
import io.ringrift.p2p.webhooks.guard.CidrRange;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Who outside is told what, and how far messages may go. The leader's values count.
 *
 * @param endpoints that exist as long as they stand here
 * @param allowedRanges inner addresses that may be reached all the same, such as 10.1.0.0/16
 * @param timeout for one try as a whole; a bare number is seconds
 * @param maxInFlight tries under way at a time
 * @param maxPerEndpoint tries under way at a time to one endpoint
 */
@ConfigurationProperties("ringrift.p2p.webhooks")
record WebhooksProperties(
        @DefaultValue List<Configured> endpoints,
        @DefaultValue List<String> allowedRanges,
        @DefaultValue("10s") @DurationUnit(ChronoUnit.SECONDS) Duration timeout,
        @DefaultValue("1536") int maxInFlight,
        @DefaultValue("8") int maxPerEndpoint) {

    private static final String PREFIX = "ringrift.p2p.webhooks.";
    private static final int MOST_IN_FLIGHT = 10_000;

    /**
     * An endpoint.
     *
     * @param id its name; made of the URL when it is missing
     * @param format standard, cloudevents, slack or discord
     * @param secret that signs, {@code whsec_…}; or the file that holds it
     */
    record Configured(
            @Nullable String id,
            String url,
            @DefaultValue("*") List<String> events,
            @DefaultValue("standard") String format,
            @Nullable String secret,
            @Nullable String secretFile) {

        /** Without secrets: records end up in logs. */
        @Override
        public String toString() {
            return "Configured[id=" + id + ", events=" + events + ", format=" + format + "]";
        }
    }

    WebhooksProperties {
        endpoints = List.copyOf(endpoints);
        allowedRanges =
                allowedRanges.stream().map(String::strip).filter(text -> !text.isEmpty()).toList();
        require(
                timeout.compareTo(Duration.ofMillis(100)) >= 0
                        && timeout.compareTo(Duration.ofMinutes(1)) <= 0,
                "timeout",
                timeout,
                "must be from 100ms to 1m");
        require(
                maxInFlight >= 8 && maxInFlight <= MOST_IN_FLIGHT,
                "max-in-flight",
                maxInFlight,
                "must be from 8 to " + MOST_IN_FLIGHT);
        require(
                maxPerEndpoint >= 1 && maxPerEndpoint <= maxInFlight,
                "max-per-endpoint",
                maxPerEndpoint,
                "must be from 1 to max-in-flight");
    }

    /** The allowed ranges, read. */
    List<CidrRange> ranges() {
        List<CidrRange> ranges = new ArrayList<>();
        for (String text : allowedRanges) {
            try {
                ranges.add(CidrRange.parse(text));
            } catch (IllegalArgumentException e) {
                throw new BadSettingException(
                        PREFIX + "allowed-ranges", text, String.valueOf(e.getMessage()));
            }
        }
        return List.copyOf(ranges);
    }

    DeliverySettings delivery() {
        return new DeliverySettings(maxInFlight, maxPerEndpoint);
    }

    private static void require(boolean holds, String name, Object value, String rule) {
        if (!holds) {
            throw new BadSettingException(PREFIX + name, value, rule);
        }
    }
}
