package io.ringrift.p2p.webhooks;

import io.ringrift.p2p.engine.Decision;
import io.ringrift.p2p.engine.Event;
import io.ringrift.p2p.engine.WebhookEvent;
import io.ringrift.p2p.engine.WebhookStep.Outcome;
import io.ringrift.p2p.engine.WebhookStep.RecordDeliveries;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.replication.Applied;
import io.ringrift.p2p.replication.CommandLog;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Brings outcomes into the log, many with one command: while one command is on its way the next
 * outcomes gather. What did not get through is brought again; the log counts each one once.
 */
final class Reports {

    private static final Logger LOG = LoggerFactory.getLogger(Reports.class);

    /** After this time a command that has not been answered is brought again. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final CommandLog log;
    private final Clock clock;
    private final MonotonicClock nanos;
    private final Consumer<Outcome> onSettled;
    private final Deque<Outcome> waiting = new ArrayDeque<>();
    private List<Outcome> sent = List.of();
    private @Nullable CompletableFuture<Applied> pending;
    private long sentNanos;

    /**
     * @param onSettled told of each outcome that the log has, or has refused for good
     */
    Reports(CommandLog log, Clock clock, MonotonicClock nanos, Consumer<Outcome> onSettled) {
        this.log = log;
        this.clock = clock;
        this.nanos = nanos;
        this.onSettled = onSettled;
    }

    void add(List<Outcome> outcomes) {
        waiting.addAll(outcomes);
    }

    /** Looks what became of the last command and sends the next one. */
    void round(Epoch epoch, Runnable wake) {
        if (pending != null && !settle(pending)) {
            return;
        }
        pending = null;
        if (waiting.isEmpty()) {
            return;
        }
        List<Outcome> batch = new ArrayList<>();
        while (!waiting.isEmpty() && batch.size() < RecordDeliveries.MAX_OUTCOMES) {
            batch.add(waiting.removeFirst());
        }
        sent = batch;
        sentNanos = nanos.nanos();
        pending = log.submit(new RecordDeliveries(clock.instant(), epoch, batch));
        var _ = pending.whenComplete((_, _) -> wake.run());
    }

    /** False while it is not known. */
    private boolean settle(CompletableFuture<Applied> now) {
        switch (now.state()) {
            case RUNNING -> {
                if (nanos.nanos() - sentNanos < PATIENCE.toNanos()) {
                    return false;
                }
                again();
            }
            // Refused: superseded, or a backup is taken in. Whoever leads next finds the rows.
            case SUCCESS -> {
                tell(now.resultNow().decision());
                sent.forEach(onSettled);
            }
            case FAILED, CANCELLED -> again();
        }
        return true;
    }

    private static void tell(Decision decision) {
        if (decision instanceof Decision.Accepted(var events)) {
            for (Event event : events) {
                if (event instanceof WebhookEvent.EndpointDisabled e) {
                    LOG.warn(
                            "Webhook endpoint {} is disabled: {}",
                            e.endpoint(),
                            e.mandate().reason());
                }
            }
        }
    }

    private void again() {
        for (int i = sent.size() - 1; i >= 0; i--) {
            waiting.addFirst(sent.get(i));
        }
    }
}
