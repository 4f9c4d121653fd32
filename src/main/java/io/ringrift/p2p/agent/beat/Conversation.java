package io.ringrift.p2p.agent.beat;

import io.micrometer.core.instrument.Counter;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How one kind of talk with the leader goes: told once per change, counted always. */
final class Conversation {

    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

    private final String name;
    private final BackOff backOff;
    private final Counter failures;
    private final CountDownLatch ended;

    /**
     * @param name what is failing, for the log
     * @param ended counted down when the agent ends
     */
    Conversation(
            String name, Duration mostPause, long seed, Counter failures, CountDownLatch ended) {
        this.name = name;
        this.backOff = new BackOff(mostPause, seed);
        this.failures = failures;
        this.ended = ended;
    }

    void succeeded() {
        if (backOff.failures() > 0) {
            LOG.info("{} go through again after {} failures.", name, backOff.failures());
            backOff.reset();
        }
    }

    /** Waits a little longer each time. */
    void failed(Exception e) throws InterruptedException {
        failures.increment();
        if (backOff.failures() == 0 && !hasEnded()) {
            LOG.warn("{} do not go through: {}. They are repeated.", name, e.getMessage());
        }
        pause(backOff.next());
    }

    /** Waits, but not past the end of the agent. */
    void pause(long millis) throws InterruptedException {
        if (millis > 0 && ended.await(millis, TimeUnit.MILLISECONDS)) {
            throw new InterruptedException("the agent ends");
        }
    }

    boolean hasEnded() {
        return ended.getCount() == 0;
    }
}
