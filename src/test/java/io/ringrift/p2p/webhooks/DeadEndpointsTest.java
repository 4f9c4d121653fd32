package io.ringrift.p2p.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ringrift.p2p.model.webhook.WebhookFormat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Random;

/**
 * A thousand receivers take connections and never answer; one that lives gets its messages in the
 * next round all the same. The others hold their places until the deadline, which here never comes.
 */
class DeadEndpointsTest {

    private static final int DEAD = 1_000;

    /** A try that does not come back. */
    private static final class Hangs extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final WebhookRig hooks = new WebhookRig();
    private boolean dead;
    private int hanging;
    private final DeliveryLoop loop =
            new DeliveryLoop(
                    hooks.rig.log,
                    (to, letter) -> {
                        if (dead && !to.getHost().equals("living.example")) {
                            throw new Hangs();
                        }
                        return hooks.courier.post(to, letter);
                    },
                    this::fly,
                    new DeliverySettings(1_536, 8),
                    new DeliveryMeters(hooks.rig.log, new SimpleMeterRegistry()),
                    hooks.rig.clock,
                    hooks.rig.clock,
                    new Random(3));

    private void fly(Runnable flight) {
        try {
            flight.run();
        } catch (Hangs _) {
            hanging++;
        }
    }

    private void rounds(int count) {
        for (int i = 0; i < count; i++) {
            loop.run(hooks.epoch());
        }
    }

    private long delivered() {
        return hooks.endpoint("living").mailbox().counts().delivered();
    }

    /**
     * @param knownAsGood whether they answered before they died
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aThousandDeadOnesDoNotHoldUpOneThatLives(boolean knownAsGood) {
        hooks.endpoint("living", WebhookFormat.STANDARD, "job_submitted");
        hooks.submits();
        rounds(3);
        for (int i = 0; i < DEAD; i++) {
            hooks.endpoint("dead-" + i, WebhookFormat.STANDARD, "job_submitted");
        }
        dead = !knownAsGood;
        hooks.submits();
        rounds(20);
        assertThat(delivered()).isEqualTo(2);
        assertThat(hooks.endpoint("dead-7").mailbox().isHealthy()).isEqualTo(knownAsGood);
        dead = true;
        for (int second = 0; second < 10; second++) {
            hooks.submits();
            rounds(2);
            assertThat(delivered()).as("in second %d", second).isEqualTo(3L + second);
            hooks.after(Duration.ofSeconds(1));
        }
        // One of each that was known as good, or as many as the lane of the unknown holds.
        assertThat(hanging).isEqualTo(knownAsGood ? DEAD : 1_536 / 8);
    }
}
