package io.ringrift.p2p.events;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.model.NodeIdentity;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.replication.OnVoters;
import io.ringrift.p2p.web.StreamsEnd;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the history of events together. */
@Configuration(proxyBeanMethods = false)
@OnVoters
class EventsConfiguration {

    /** Some seconds of the fastest log that was measured, should the disk stand still. */
    private static final int MOST_WAITING = 100_000;

    @Bean
    EventNews eventNews() {
        return new EventNews();
    }

    /** It must follow before the log is opened, which happens after all beans are made. */
    @Bean(destroyMethod = "close")
    EventWriter eventWriter(
            NodeIdentity self,
            CommandLog log,
            EventsProperties settings,
            EventNews news,
            MeterRegistry meters) {
        Counter gaps = meters.counter("ringrift.p2p.events.gaps");
        EventWriter writer =
                new EventWriter(
                        self.dataDir().resolve("events"),
                        settings.keepSize().toBytes(),
                        MOST_WAITING,
                        news,
                        gaps);
        log.attach(writer);
        return writer;
    }

    @Bean
    Followers followers(
            EventsProperties settings, EventNews news, MonotonicClock clock, MeterRegistry meters) {
        Followers followers =
                new Followers(settings.maxFollowers(), settings.heartbeat(), news, clock);
        Gauge.builder("ringrift.p2p.events.followers", followers, Followers::count)
                .register(meters);
        return followers;
    }

    @Bean
    EventDesk eventDesk(EventWriter writer, EventNews news, Followers followers) {
        return new EventDesk(writer, news, followers);
    }

    /** A stopping web server waits for its requests, and these would never end. */
    @Bean
    StreamsEnd endOfFollowing(EventNews news) {
        return new StreamsEnd(news::close);
    }
}
