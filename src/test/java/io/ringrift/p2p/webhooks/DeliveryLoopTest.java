package io.ringrift.p2p.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.Delivery;
import io.ringrift.p2p.engine.WebhookOrder;
import io.ringrift.p2p.engine.WebhookStep;
import io.ringrift.p2p.model.webhook.EndpointId;
import io.ringrift.p2p.model.webhook.RetrySchedule;
import io.ringrift.p2p.model.webhook.WebhookFormat;
import io.ringrift.p2p.replication.NotAcceptedException;
import io.ringrift.p2p.web.Doors;
import io.ringrift.p2p.webhooks.format.StandardReceiver;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

class DeliveryLoopTest {

    private final WebhookRig hooks = new WebhookRig();
    private final DeliveryLoop loop = hooks.loop();

    private void rounds(int count) {
        for (int i = 0; i < count; i++) {
            loop.run(hooks.epoch());
        }
    }

    private Delivery delivery(String endpoint, long number) {
        Delivery found = hooks.endpoint(endpoint).mailbox().find(number);
        assertThat(found).isNotNull();
        return found;
    }

    @Test
    void everySubscriberGetsEachMessageOnceAndSigned() {
        hooks.endpoint("a", WebhookFormat.STANDARD, "job_submitted");
        hooks.endpoint("b", WebhookFormat.CLOUDEVENTS, "job.*");
        hooks.endpoint("c", WebhookFormat.STANDARD, "node_joined");
        for (int i = 0; i < 20; i++) {
            hooks.submits();
        }
        rounds(10);
        assertThat(hooks.courier.idsTo("a.example")).hasSize(20).doesNotHaveDuplicates();
        assertThat(hooks.courier.idsTo("b.example"))
                .containsExactlyElementsOf(hooks.courier.idsTo("a.example"));
        assertThat(hooks.courier.idsTo("c.example")).isEmpty();
        StandardReceiver receiver = new StandardReceiver(WebhookRig.SECRET.value());
        long now = hooks.rig.clock.instant().getEpochSecond();
        assertThat(hooks.courier.carried)
                .allMatch(one -> receiver.verifies(one.headers(), one.body(), now));
        assertThat(hooks.endpoint("a").mailbox().counts().delivered()).isEqualTo(20);
        assertThat(hooks.endpoint("a").mailbox().waiting()).isEmpty();
        assertThat(delivery("a", 1).last())
                .isEqualTo(new Delivery.Try(hooks.rig.clock.instant(), 200, 5, "ok", null));
    }

    @Test
    void aMessageIsTriedByTheSchedule() {
        hooks.endpoint("a", WebhookFormat.STANDARD, "job_submitted");
        hooks.courier.answers("a.example", StubCourier.failing(500));
        Instant written = hooks.rig.clock.instant();
        hooks.submits();
        List<Duration> tries = new ArrayList<>();
        for (int minute = 0; minute < 4 * 24 * 60 * 6; minute++) {
            int before = hooks.courier.carried.size();
            rounds(2);
            if (hooks.courier.carried.size() > before) {
                tries.add(Duration.between(written, hooks.rig.clock.instant()));
            }
            hooks.after(Duration.ofSeconds(10));
        }
        assertThat(tries).hasSize(RetrySchedule.tries());
        Duration[] least = {
            Duration.ZERO,
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24)
        };
        Duration at = Duration.ZERO;
        for (int i = 0; i < least.length; i++) {
            Duration wait = tries.get(i).minus(at);
            assertThat(wait)
                    .isBetween(least[i], least[i].multipliedBy(12).dividedBy(10).plusSeconds(120));
            at = tries.get(i);
        }
        assertThat(hooks.courier.idsTo("a.example").stream().distinct()).hasSize(1);
        assertThat(delivery("a", 1).status()).isEqualTo(Delivery.Status.PARKED);
    }

    @Test
    void whatWasParkedIsReplayedWithTheSameId() {
        hooks.endpoint("a", WebhookFormat.STANDARD, "job_submitted");
        hooks.courier.answers("a.example", StubCourier.failing(410));
        hooks.submits();
        rounds(3);
        assertThat(hooks.endpoint("a").disabled()).isNotNull();
        hooks.courier.answers("a.example", null);
        EndpointId a = new EndpointId("a");
        Instant now = hooks.rig.clock.instant();
        hooks.rig.apply(
                new WebhookOrder.EnableEndpoint(now, WebhookRig.MANDATE, a, null),
                new WebhookOrder.ReplayMessages(
                        now, WebhookRig.MANDATE, a, List.of(), null, now, true));
        hooks.after(Duration.ofSeconds(5));
        rounds(3);
        assertThat(hooks.courier.idsTo("a.example")).hasSize(2);
        assertThat(hooks.courier.idsTo("a.example").stream().distinct()).hasSize(1);
        assertThat(delivery("a", 1).status()).isEqualTo(Delivery.Status.DELIVERED);
    }

    @Test
    void aReceiverThatFailsIsLeftAloneForAWhile() {
        hooks.endpoint("a", WebhookFormat.STANDARD, "job_submitted");
        hooks.courier.answers("a.example", StubCourier.failing(503));
        for (int i = 0; i < 100; i++) {
            hooks.submits();
        }
        rounds(50);
        assertThat(hooks.courier.carried).hasSizeLessThanOrEqualTo(10);
        hooks.courier.answers("a.example", null);
        for (int i = 0; i < 400; i++) {
            hooks.after(Duration.ofSeconds(1));
            rounds(20);
        }
        assertThat(hooks.endpoint("a").mailbox().counts().delivered()).isEqualTo(100);
    }

    @Test
    void aChatGetsOnePostASecondForABurst() {
        hooks.endpoint("s", WebhookFormat.SLACK, "job_submitted");
        hooks.endpoint("d", WebhookFormat.DISCORD, "job_submitted");
        for (int i = 0; i < 30; i++) {
            hooks.submits();
        }
        rounds(5);
        assertThat(posts("s.example")).isEqualTo(1);
        assertThat(posts("d.example")).isEqualTo(1);
        hooks.after(Duration.ofMillis(999));
        rounds(5);
        assertThat(posts("s.example")).isEqualTo(1);
        hooks.after(Duration.ofMillis(1));
        rounds(5);
        assertThat(posts("s.example")).isEqualTo(2);
        hooks.after(Duration.ofSeconds(1));
        rounds(5);
        assertThat(posts("s.example")).as("20 and 10").isEqualTo(2);
        assertThat(posts("d.example")).as("three times 10").isEqualTo(3);
        assertThat(hooks.endpoint("s").mailbox().counts().delivered()).isEqualTo(30);
        assertThat(hooks.endpoint("d").mailbox().counts().delivered()).isEqualTo(30);
        var first = hooks.courier.carried.getFirst();
        assertThat(Doors.JSON.readTree(first.text()).isObject()).isTrue();
        assertThat(first.headers()).doesNotContainKey("webhook-signature");
    }

    private long posts(String host) {
        return hooks.courier.carried.stream().filter(one -> one.host().equals(host)).count();
    }

    @Test
    void anOutcomeThatDoesNotReachTheLogIsBroughtAgainAndNotSentAgain() {
        hooks.endpoint("a", WebhookFormat.STANDARD, "job_submitted");
        hooks.submits();
        hooks.rig.log.refuse(
                command -> command instanceof WebhookStep.RecordDeliveries,
                new NotAcceptedException("nobody listens"));
        rounds(5);
        assertThat(hooks.courier.carried).hasSize(1);
        assertThat(hooks.endpoint("a").mailbox().waiting()).hasSize(1);
        hooks.rig.log.heal();
        rounds(3);
        assertThat(hooks.courier.carried).hasSize(1);
        assertThat(hooks.endpoint("a").mailbox().waiting()).isEmpty();
    }

    @Test
    void aReportThatIsNeverAnsweredIsBroughtAgain() {
        hooks.endpoint("a", WebhookFormat.STANDARD, "job_submitted");
        hooks.submits();
        hooks.rig.log.hang(command -> command instanceof WebhookStep.RecordDeliveries);
        rounds(3);
        hooks.rig.log.heal();
        rounds(3);
        assertThat(hooks.endpoint("a").mailbox().waiting()).hasSize(1);
        hooks.after(Duration.ofSeconds(10));
        rounds(3);
        assertThat(hooks.courier.carried).hasSize(1);
        assertThat(hooks.endpoint("a").mailbox().waiting()).isEmpty();
    }

    @Test
    void secretsThatAnAnswerRepeatsAreMasked() {
        hooks.endpoint("a", WebhookFormat.STANDARD, "job_submitted");
        hooks.courier.answers(
                "a.example",
                new Answer(
                        400,
                        "you sent "
                                + WebhookRig.SECRET.value()
                                + " and Authorization: Bearer abcdefgh1",
                        null,
                        Duration.ZERO,
                        Duration.ZERO));
        hooks.submits();
        rounds(3);
        assertThat(requireNonNull(delivery("a", 1).last()).answer())
                .isEqualTo("you sent *** and Authorization: ***");
    }

    @Test
    void nothingIsSentWhileTheRulesAreOldOrTheEndpointIsDisabled() {
        hooks.endpoint("a", WebhookFormat.STANDARD, "job_submitted");
        hooks.rig.apply(
                new WebhookOrder.DisableEndpoint(
                        hooks.rig.clock.instant(), WebhookRig.MANDATE, new EndpointId("a"), null));
        hooks.submits();
        rounds(3);
        assertThat(hooks.courier.carried).isEmpty();
        assertThat(hooks.rig.log.submitted())
                .noneMatch(command -> command instanceof WebhookStep.RecordDeliveries)
                .anyMatch(command -> command instanceof Command.SubmitJob);
    }
}
