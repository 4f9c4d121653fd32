package io.ringrift.p2p.agent.beat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.ringrift.p2p.agent.data.DataKeeper;
import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.wire.ManifestChange;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/**
 * Tells the leader what changed in this node's manifest: in order, one batch at a time, each until
 * it is answered. It begins once a beat was answered, since before that nobody knows the node.
 */
public final class ManifestSender {

    private static final Logger LOG = LoggerFactory.getLogger(ManifestSender.class);
    private static final long LOOK_MILLIS = 500;

    private final DataKeeper data;
    private final UUID incarnation;
    private final MonotonicClock clock;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch known = new CountDownLatch(1);
    private final Conversation conversation;
    private final Counter anew;
    private volatile long answeredNanos;
    private volatile boolean isUnderWay;
    private @Nullable Thread thread;

    /**
     * @param mostPause the longest wait after failures
     */
    public ManifestSender(
            DataKeeper data,
            UUID incarnation,
            Duration mostPause,
            MonotonicClock clock,
            MeterRegistry meters) {
        this.data = data;
        this.incarnation = incarnation;
        this.clock = clock;
        this.answeredNanos = clock.nanos();
        this.anew = meters.counter("ringrift.p2p.agent.manifest.anew");
        this.conversation =
                new Conversation(
                        "Manifests",
                        mostPause,
                        incarnation.getLeastSignificantBits() + 1,
                        meters.counter("ringrift.p2p.agent.manifest.retried"),
                        ended);
    }

    /** From now on it tells. */
    public void open(LeaderClient leader) {
        thread = Thread.ofPlatform().daemon().name("agent-manifest").start(() -> run(leader));
    }

    /**
     * A beat was answered.
     *
     * @param version that the cluster knows, or null from a leader that does not speak of it
     * @param sentNanos when the beat was sent; what it says may be older than the last answer
     */
    public void answered(@Nullable Long version, long sentNanos) {
        known.countDown();
        if (version != null && !isUnderWay && sentNanos - answeredNanos > 0) {
            data.known(version);
        }
    }

    /** The leader lets files go. */
    public void release(@Nullable List<DataKey> files) {
        if (files != null) {
            data.release(files);
        }
    }

    private void run(LeaderClient leader) {
        try {
            known.await();
            while (!conversation.hasEnded()) {
                Optional<ManifestChange> change = data.unsent().take(incarnation, LOOK_MILLIS);
                if (change.isPresent()) {
                    tell(leader, change.get());
                }
            }
        } catch (InterruptedException ending) {
            LOG.debug("The manifest is told no more.");
        }
    }

    private void tell(LeaderClient leader, ManifestChange change) throws InterruptedException {
        isUnderWay = true;
        try {
            long version = leader.manifest(change).known();
            if (!data.answered(change, version)) {
                anew.increment();
            }
            conversation.succeeded();
        } catch (LeaderUnavailableException | RuntimeException e) {
            data.unsent().failed();
            conversation.failed(e);
        } finally {
            answeredNanos = clock.nanos();
            isUnderWay = false;
        }
    }

    /** Another agent speaks for this node now. */
    void end() {
        ended.countDown();
    }

    boolean hasEnded() {
        return conversation.hasEnded();
    }

    /** No more of it. */
    public void close() throws InterruptedException {
        ended.countDown();
        if (thread != null) {
            thread.interrupt();
            thread.join(Duration.ofSeconds(2));
        }
    }
}
