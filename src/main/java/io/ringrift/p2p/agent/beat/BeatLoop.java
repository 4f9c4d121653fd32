package io.ringrift.p2p.agent.beat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.ringrift.p2p.agent.attempt.Attempts;
import io.ringrift.p2p.agent.log.LogSender;
import io.ringrift.p2p.model.wire.BeatReply;
import io.ringrift.p2p.model.wire.LogOrder;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Beats and obeys. The leader holds each answer back until there is something to do or the next
 * beat is due, so the loop is paced from there and runs again at once.
 */
public final class BeatLoop {

    private static final Logger LOG = LoggerFactory.getLogger(BeatLoop.class);
    private static final long MOST_PAUSE_MILLIS = 60_000;

    private final BeatSource source;
    private final EpochKeeper epochs;
    private final Attempts attempts;
    private final CountDownLatch opened = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Conversation conversation;
    private final LeaderContact contact;
    private final LogSender logs;
    private final ManifestSender manifests;
    private final Counter stale;
    private final Runnable onSuperseded;
    private volatile @Nullable LeaderClient leader;
    private long sequence;

    /**
     * @param mostPause the longest wait after failures
     * @param onSuperseded called once, when another agent has taken this node's name over
     * @param contact notes each answer
     * @param logs sends what somebody wants to read
     * @param manifests hears which manifest the cluster knows
     */
    public BeatLoop(
            BeatSource source,
            EpochKeeper epochs,
            Attempts attempts,
            Duration mostPause,
            Runnable onSuperseded,
            LeaderContact contact,
            LogSender logs,
            ManifestSender manifests,
            MeterRegistry registry) {
        this.source = source;
        this.epochs = epochs;
        this.attempts = attempts;
        this.onSuperseded = onSuperseded;
        this.contact = contact;
        this.logs = logs;
        this.manifests = manifests;
        this.stale = registry.counter("ringrift.p2p.agent.beats.stale");
        this.conversation =
                new Conversation(
                        "Heartbeats",
                        mostPause,
                        source.incarnation().getLeastSignificantBits(),
                        registry.counter("ringrift.p2p.agent.beats.failed"),
                        ended);
    }

    /** From now on it beats. */
    public void open(LeaderClient client) {
        leader = client;
        opened.countDown();
    }

    /** One beat, and what it brings back. */
    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.MILLISECONDS, scheduler = "agentBeatScheduler")
    public void beat() {
        try {
            LeaderClient client = leader;
            if (client == null || conversation.hasEnded()) {
                boolean _ = opened.await(1, TimeUnit.SECONDS) && ended.await(1, TimeUnit.SECONDS);
                return;
            }
            beat(client);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    private void beat(LeaderClient client) throws InterruptedException {
        try {
            long begun = contact.begin();
            BeatReply reply = client.beat(source.beat(++sequence));
            conversation.succeeded();
            if (epochs.admit(reply.epoch())) {
                contact.answered(reply, begun);
                if (reply.idle() != null) {
                    LOG.debug("Nothing to do: {}", reply.idle());
                }
                attempts.renewed(begun);
                reply.stop().forEach(attempts::stop);
                reply.start().forEach(attempts::start);
                send(client, reply.logs());
                manifests.answered(reply.manifest(), begun);
                manifests.release(reply.release());
            } else {
                ignore(reply);
            }
            conversation.pause(Math.clamp(reply.nextBeatMillis(), 0, MOST_PAUSE_MILLIS));
        } catch (SupersededException e) {
            LOG.error(
                    "Another agent was started later under this node's id: this one stops its jobs"
                            + " and beats no more ({}). Give each node an id of its own"
                            + " (RINGRIFT_P2P_NODE_ID) and start it again.",
                    e.getMessage());
            close();
            manifests.end();
            onSuperseded.run();
        } catch (LeaderUnavailableException | IOException | RuntimeException e) {
            // Whatever it was: a node that falls silent loses its jobs.
            conversation.failed(e);
        }
    }

    private void send(LeaderClient client, @Nullable List<LogOrder> orders) {
        if (orders != null) {
            orders.forEach(
                    order ->
                            logs.send(
                                    order,
                                    (request, text, found, last) -> {
                                        try {
                                            return client.log(request, text, found, last);
                                        } catch (LeaderUnavailableException e) {
                                            throw new IOException(e);
                                        }
                                    }));
        }
    }

    private void ignore(BeatReply reply) throws InterruptedException {
        stale.increment();
        LOG.warn(
                "{} answers with epoch {}, but {} was seen already: it is not obeyed.",
                reply.leader(),
                reply.epoch(),
                epochs.highest());
        conversation.pause(source.patience().toMillis());
    }

    /** Says goodbye; whether anybody hears it is not worth waiting for. */
    public void leave(LeaderClient client) throws InterruptedException {
        try {
            client.leave(source.incarnation());
        } catch (LeaderUnavailableException e) {
            LOG.info("Nobody heard this agent's goodbye: {}", e.getMessage());
        }
    }

    /** No more beats; one that hangs must be broken off by closing the client. */
    public void close() {
        ended.countDown();
    }
}
