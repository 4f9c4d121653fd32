package io.ringrift.p2p.agent.beat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.ringrift.p2p.agent.attempt.Attempts;
import io.ringrift.p2p.agent.attempt.Outbox;
import io.ringrift.p2p.model.wire.AttemptReport;
import io.ringrift.p2p.model.wire.Reports;
import io.ringrift.p2p.model.wire.ReportsReply;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Carries reports to the leader: in their order, one request at a time, each until it is answered.
 * A verdict is final, also when it is a refusal.
 */
public final class Reporter {

    private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);

    /** Hears of results that count, before their attempts are forgotten. */
    @FunctionalInterface
    public interface Accepted {
        /**
         * The leader took it.
         *
         * @throws IOException when that cannot be written down; then the report is repeated
         */
        void accepted(AttemptReport report) throws IOException;
    }

    private final Outbox outbox;
    private final Attempts attempts;
    private final Accepted accepted;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Conversation conversation;
    private final Counter refused;
    private @Nullable Thread thread;

    /**
     * @param mostPause the longest wait after failures
     * @param seed of the waiting times
     */
    public Reporter(
            Outbox outbox,
            Attempts attempts,
            Accepted accepted,
            Duration mostPause,
            long seed,
            MeterRegistry registry) {
        this.outbox = outbox;
        this.attempts = attempts;
        this.accepted = accepted;
        this.refused = registry.counter("ringrift.p2p.agent.reports.refused");
        this.conversation =
                new Conversation(
                        "Reports",
                        mostPause,
                        seed,
                        registry.counter("ringrift.p2p.agent.reports.retried"),
                        ended);
        registry.gauge("ringrift.p2p.agent.reports.waiting", outbox, Outbox::size);
    }

    /** From now on it reports. */
    public void open(LeaderClient leader) {
        thread = Thread.ofPlatform().daemon().name("agent-reports").start(() -> run(leader));
    }

    private void run(LeaderClient leader) {
        try {
            while (!conversation.hasEnded()) {
                deliver(leader, outbox.take(Reports.MAX));
            }
        } catch (InterruptedException ending) {
            LOG.debug("The reports end.");
        }
    }

    private void deliver(LeaderClient leader, List<AttemptReport> batch)
            throws InterruptedException {
        while (true) {
            try {
                settle(batch, leader.report(new Reports(batch)));
                conversation.succeeded();
                return;
            } catch (LeaderUnavailableException e) {
                conversation.failed(e);
                if (e.blamesRequest()) {
                    isolate(leader, batch, e);
                    return;
                }
            } catch (RuntimeException e) {
                LOG.error("Reporting broke; it is repeated.", e);
                conversation.failed(e);
            }
        }
    }

    /**
     * One report may spoil a batch: each goes alone, and the bad one waits behind the others. A
     * result that the leader can read but does not take will never be taken, and its job would wait
     * for ever: the attempt then fails with the leader's reason, and its files stay where they are.
     */
    private void isolate(
            LeaderClient leader, List<AttemptReport> batch, LeaderUnavailableException why)
            throws InterruptedException {
        if (batch.size() > 1) {
            for (AttemptReport report : batch) {
                deliver(leader, List.of(report));
            }
        } else {
            AttemptReport report = batch.getFirst();
            boolean hopeless = why.namesFields() && report.kind() == AttemptReport.Kind.COMPLETED;
            outbox.putBack(hopeless ? attempts.notTaken(report, why.getMessage()) : report);
        }
    }

    private void settle(List<AttemptReport> batch, ReportsReply reply) {
        for (int i = 0; i < batch.size(); i++) {
            AttemptReport report = batch.get(i);
            ReportsReply.Verdict verdict = reply.verdicts().get(i);
            if (!verdict.accepted()) {
                refused.increment();
                LOG.info(
                        "The report {} of {}-{} does not count: {}",
                        report.kind(),
                        report.jobId(),
                        report.attempt(),
                        verdict.code());
            }
            if (isKept(report, verdict)) {
                attempts.settled(report);
            } else {
                outbox.putBack(report);
            }
        }
    }

    private boolean isKept(AttemptReport report, ReportsReply.Verdict verdict) {
        try {
            if (verdict.accepted() && report.kind() == AttemptReport.Kind.COMPLETED) {
                accepted.accepted(report);
            }
            return true;
        } catch (IOException e) {
            LOG.warn(
                    "That {}-{} counts cannot be noted; it is reported again: {}",
                    report.jobId(),
                    report.attempt(),
                    e.toString());
            return false;
        }
    }

    /** Waits until every report was answered, but not for long. */
    public void drain(Duration atMost) throws InterruptedException {
        attempts.awaitNone(atMost);
    }

    /** No more reports. */
    public void close() throws InterruptedException {
        ended.countDown();
        if (thread != null) {
            thread.interrupt();
            thread.join(Duration.ofSeconds(2));
        }
    }
}
