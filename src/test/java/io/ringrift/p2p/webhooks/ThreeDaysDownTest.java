package io.ringrift.p2p.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.Mailbox;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.webhook.WebhookFormat;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/** A receiver is down for three days; what is kept for it does not grow without end. */
class ThreeDaysDownTest {

    private static final Duration STEP = Duration.ofSeconds(15);

    private final WebhookRig hooks = new WebhookRig();
    private final DeliveryLoop loop = hooks.loop();

    @Test
    void memoryIsFlatAndWhatDoesNotFitIsCounted() {
        hooks.endpoint("down", WebhookFormat.STANDARD, "job_submitted");
        hooks.endpoint("up", WebhookFormat.STANDARD, "job_submitted");
        hooks.courier.answers("down.example", StubCourier.failing(500));
        int share = hooks.outbox().share();
        long rowsAfterTwoDays = 0;
        long charactersAfterTwoDays = 0;
        int steps = (int) (Duration.ofDays(3).toSeconds() / STEP.toSeconds());
        for (int step = 0; step < steps; step++) {
            JobId id = hooks.submits();
            hooks.rig.apply(new Command.CancelJob(hooks.rig.clock.instant(), id));
            loop.run(hooks.epoch());
            loop.run(hooks.epoch());
            hooks.after(STEP);
            hooks.courier.carried.clear();
            if (step == steps * 2 / 3) {
                rowsAfterTwoDays = rows();
                charactersAfterTwoDays = characters();
            }
        }
        assertThat(steps).isGreaterThan(share + 5_000);
        Mailbox down = hooks.endpoint("down").mailbox();
        assertThat(down.waiting().size() + down.parked().size()).isLessThanOrEqualTo(2 * share);
        assertThat(down.counts().dropped())
                .isEqualTo(steps - down.waiting().size() - down.parked().size());
        assertThat(rows()).isCloseTo(rowsAfterTwoDays, withPercentage(5));
        assertThat(charactersAfterTwoDays).isPositive();
        assertThat(characters()).isCloseTo(charactersAfterTwoDays, withPercentage(5));
        Mailbox up = hooks.endpoint("up").mailbox();
        assertThat(up.counts().delivered()).isEqualTo(steps);
        assertThat(up.counts().dropped()).isZero();
    }

    /** All of it as text, with what is told and what the receivers answered. */
    private long characters() {
        return hooks.outbox().toString().length();
    }

    /** Everything that the outbox keeps. */
    private long rows() {
        return hooks.outbox().messages().size()
                + hooks.outbox().endpoints().values().stream()
                        .map(one -> one.mailbox())
                        .mapToLong(
                                box ->
                                        box.waiting().size()
                                                + box.parked().size()
                                                + box.delivered().size())
                        .sum();
    }
}
