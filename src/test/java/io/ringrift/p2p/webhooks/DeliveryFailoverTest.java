package io.ringrift.p2p.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.WebhookStep;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.webhook.WebhookFormat;
import io.ringrift.p2p.replication.OutcomeUnknownException;
import io.ringrift.p2p.webhooks.format.Letter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * A leader dies between writing a message and knowing that it arrived; the next one goes on. It may
 * die before the receiver got it, after, or while the log is being told.
 */
class DeliveryFailoverTest {

    private static final int LEADERS = 50;

    private final WebhookRig hooks = new WebhookRig();

    /** Ends the leader. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** A leader whose process ends at its n-th delivery, before or after the receiver has it. */
    private Courier dying(int deliveries, boolean afterwards) {
        int[] left = {deliveries};
        return (URI to, Letter letter) -> {
            boolean last = left[0]-- == 0;
            if (last && !afterwards) {
                throw new Death();
            }
            Answer answer = hooks.courier.post(to, letter);
            if (last) {
                throw new Death();
            }
            return answer;
        };
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void fiftyLeadersDieAndNothingIsLost(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        hooks.endpoint("a", WebhookFormat.STANDARD, "job_submitted");
        hooks.endpoint("b", WebhookFormat.CLOUDEVENTS, "job_submitted");
        int deaths = 0;
        int untold = 0;
        for (int leader = 0; leader < LEADERS; leader++) {
            for (int i = random.nextInt(1, 12); i > 0; i--) {
                hooks.submits();
            }
            boolean silent = random.nextInt(3) == 0;
            if (silent) {
                // What the leader wants to tell of its deliveries does not get into the log.
                untold++;
                hooks.rig.log.refuse(
                        command -> command instanceof WebhookStep.RecordDeliveries,
                        new OutcomeUnknownException("it died", new IllegalStateException()));
            }
            DeliveryLoop loop =
                    hooks.loop(hooks.rig.log, dying(random.nextInt(8), random.nextBoolean()));
            try {
                for (int round = 0; round < 4; round++) {
                    loop.run(hooks.epoch());
                }
            } catch (Death _) {
                deaths++;
            }
            hooks.rig.log.heal();
            succeed();
        }
        DeliveryLoop last = hooks.loop();
        for (int round = 0; round < 200; round++) {
            last.run(hooks.epoch());
        }
        assertThat(deaths).as("leaders that died in mid-delivery").isGreaterThan(25);
        assertThat(untold).isGreaterThan(5);
        Set<String> written = new TreeSet<>();
        for (long number = 1; number <= hooks.outbox().last(); number++) {
            written.add("msg_000000000000_" + number);
        }
        assertThat(written).hasSizeGreaterThan(200);
        for (String endpoint : Set.of("a", "b")) {
            var ids = hooks.courier.idsTo(endpoint + ".example");
            assertThat(new HashSet<>(ids)).as("0 lost, same ids").isEqualTo(written);
            assertThat(ids.size()).as("some came twice").isGreaterThan(written.size());
            assertThat(hooks.endpoint(endpoint).mailbox().waiting()).isEmpty();
            assertThat(hooks.endpoint(endpoint).mailbox().counts().dropped()).isZero();
        }
    }

    /** Another voter claims the next epoch; the old one may not report any more. */
    private void succeed() {
        hooks.rig.apply(
                new Command.ClaimLeadership(
                        hooks.rig.clock.instant(),
                        new NodeId("b"),
                        java.time.Duration.ofSeconds(30)));
        hooks.rig.keep();
        hooks.rig.keep();
    }

    @Test
    void aSupersededLeadersOutcomesDoNotCount() {
        hooks.endpoint("a", WebhookFormat.STANDARD, "job_submitted");
        hooks.submits();
        var old = hooks.epoch();
        DeliveryLoop loop = hooks.loop();
        succeed();
        loop.run(old);
        loop.run(old);
        assertThat(hooks.courier.carried).hasSize(1);
        assertThat(hooks.endpoint("a").mailbox().waiting()).hasSize(1);
        DeliveryLoop next = hooks.loop();
        next.run(hooks.epoch());
        next.run(hooks.epoch());
        assertThat(hooks.courier.idsTo("a.example").stream().distinct()).hasSize(1);
        assertThat(hooks.endpoint("a").mailbox().waiting()).isEmpty();
    }
}
