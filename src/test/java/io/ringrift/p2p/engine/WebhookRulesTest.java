package io.ringrift.p2p.engine;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import io.ringrift.p2p.engine.NodeStatus.Mandate;
import io.ringrift.p2p.engine.WebhookEvent.DeliveriesRecorded;
import io.ringrift.p2p.engine.WebhookEvent.EndpointDisabled;
import io.ringrift.p2p.engine.WebhookEvent.MessagesReplayed;
import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.webhook.EndpointId;
import io.ringrift.p2p.model.webhook.Fact;
import io.ringrift.p2p.model.webhook.RetrySchedule;
import io.ringrift.p2p.model.webhook.Topic;
import io.ringrift.p2p.model.webhook.WebhookFormat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

class WebhookRulesTest {

    private static final Mandate MANDATE = new Mandate("ann", "wants to know");
    private static final EndpointId PAGER = new EndpointId("pager");

    private final House house = House.with("a").ruled(RulesVersion.known());

    private Endpoint pager() {
        return requireNonNull(house.state().outbox().endpoints().get(PAGER));
    }

    private List<Topic> told() {
        return house.state().outbox().messages().values().stream().map(Message::topic).toList();
    }

    private WebhookStep.RecordDeliveries outcome(
            long number, int attempt, boolean arrived, boolean gone, Duration asked) {
        return new WebhookStep.RecordDeliveries(
                house.now(),
                house.epoch(),
                List.of(
                        new WebhookStep.Outcome(
                                PAGER,
                                number,
                                attempt,
                                new Delivery.Try(
                                        house.now(), arrived ? 200 : 500, 7, "answer", null),
                                arrived,
                                gone,
                                asked,
                                0)));
    }

    private List<Event> fails(long number, int attempt) {
        return house.accept(outcome(number, attempt, false, false, Duration.ZERO));
    }

    private List<Event> arrives(long number, int attempt) {
        return house.accept(outcome(number, attempt, true, false, Duration.ZERO));
    }

    @Test
    void aMessageIsWrittenByTheStepOfItsFact() {
        house.accept(new Command.FoundCluster(house.now(), house.epoch(), new UUID(0xabcdL, 2)));
        house.accept(house.endpoint("pager", "job_submitted"));
        house.accept(house.submit(1));
        Message message = house.state().outbox().messages().firstEntry().getValue();
        assertThat(message.id()).isEqualTo("msg_000000000000_1");
        assertThat(message.topic()).isEqualTo(Topic.JOB_SUBMITTED);
        assertThat(message.at()).isEqualTo(house.now());
        assertThat(message.facts())
                .contains(
                        Fact.of("job_id", House.job(1)),
                        Fact.of("config_key", "hex5_2p"),
                        Fact.of("num_games", 50));
        assertThat(pager().mailbox().waiting())
                .containsOnlyKeys(1L)
                .containsEntry(1L, Delivery.due(house.now()));
    }

    @Test
    void nobodyIsToldBeforeTheRulesAreInForce() {
        House old = House.with("a").ruled(RulesVersion.WEBHOOKS - 1);
        old.accept(old.endpoint("pager", "*"));
        old.accept(old.submit(1));
        assertThat(old.state().outbox().messages()).isEmpty();
    }

    @Test
    void onlyWhoSubscribedIsTold() {
        house.accept(house.endpoint("pager", "node.*"));
        house.accept(house.submit(1));
        assertThat(house.state().outbox().last()).isZero();
        house.accept(house.register("b", 1, House.FOUR_CORES));
        house.accept(house.register("b", 2, House.FOUR_CORES));
        house.accept(house.offline("b"));
        house.accept(house.register("b", 3, House.FOUR_CORES));
        assertThat(told())
                .containsExactly(Topic.NODE_JOINED, Topic.NODE_OFFLINE, Topic.NODE_RECOVERED);
    }

    @Test
    void aDeadLetterIsAFailureToo() {
        house.accept(house.endpoint("pager", "job_failed", "job_dead_lettered"));
        house.running(1, "a").running(2, "a");
        house.accept(house.fail(1, 1, ExitReason.OOM));
        house.accept(house.fail(2, 1, ExitReason.STALLED));
        for (int attempt = 2; house.state().open().containsKey(House.job(2)); attempt++) {
            house.accept(house.release(2, attempt - 1, "a"));
            house.accept(house.assign(2, attempt, "a"));
            house.accept(house.start(2, attempt));
            house.accept(house.fail(2, attempt, ExitReason.STALLED));
        }
        assertThat(told())
                .containsExactly(Topic.JOB_FAILED, Topic.JOB_FAILED, Topic.JOB_DEAD_LETTERED);
    }

    @Test
    void aGapWithoutALeaderIsALostQuorum() {
        house.accept(house.endpoint("pager", "leader.*", "quorum.*"));
        claim("a");
        assertThat(told()).as("a led already, since before these rules").isEmpty();
        claim("b");
        assertThat(told()).containsExactly(Topic.LEADER_CHANGED);
        Instant until = house.state().lease().until();
        house.after(Duration.ofMinutes(10));
        claim("b");
        assertThat(told())
                .containsExactly(Topic.LEADER_CHANGED, Topic.QUORUM_LOST, Topic.QUORUM_RESTORED);
        assertThat(house.state().outbox().messages().lastEntry().getValue().facts())
                .contains(Fact.of("lost_at", until), Fact.of("restored_at", house.now()));
        house.accept(new Command.ReleaseLease(house.now(), house.epoch()));
        house.after(Duration.ofDays(1));
        claim("b");
        assertThat(told()).as("stopped as planned").hasSize(3);
    }

    private void claim(String holder) {
        house.accept(
                new Command.ClaimLeadership(
                        house.now(), new NodeId(holder), Duration.ofSeconds(30)));
    }

    @Test
    void anAlarmIsToldOnceUntilItEnds() {
        house.accept(house.endpoint("pager", "disk_low", "queue_stalled"));
        Alarm disk = new Alarm(Alarm.Kind.DISK_LOW, new NodeId("a"));
        assertThat(house.accept(note(disk, true))).hasSize(1);
        assertThat(house.accept(note(disk, true))).isEmpty();
        assertThat(house.accept(note(disk, false))).hasSize(1);
        assertThat(house.accept(note(disk, false))).isEmpty();
        house.accept(note(disk, true));
        house.accept(note(new Alarm(Alarm.Kind.QUEUE_STALLED, null), true));
        assertThat(told()).containsExactly(Topic.DISK_LOW, Topic.DISK_LOW, Topic.QUEUE_STALLED);
        assertThat(house.refuse(note(new Alarm(Alarm.Kind.DISK_LOW, new NodeId("x")), true)))
                .isInstanceOf(Rejection.UnknownNode.class);
    }

    private WebhookStep.NoteAlarm note(Alarm alarm, boolean raised) {
        return new WebhookStep.NoteAlarm(house.now(), house.epoch(), alarm, raised, "3 % free");
    }

    @Test
    void aMessageIsTriedByTheScheduleAndThenParked() {
        house.accept(house.endpoint("pager", "job_submitted"));
        house.accept(house.submit(1));
        Instant first = house.now();
        for (int attempt = 1; attempt < RetrySchedule.tries(); attempt++) {
            fails(1, attempt);
            Instant due = requireNonNull(pager().mailbox().waiting().get(1L)).due();
            house.after(Duration.between(house.now(), due));
        }
        assertThat(Duration.between(first, house.now())).hasHours(75).hasMinutes(75 * 60 + 35);
        fails(1, RetrySchedule.tries());
        assertThat(pager().mailbox().waiting()).isEmpty();
        assertThat(pager().mailbox().parked()).containsOnlyKeys(1L);
        assertThat(pager().mailbox().counts()).isEqualTo(new Mailbox.Counts(0, 10, 0));
    }

    @Test
    void anOutcomeCountsOnceAndOnlyForItsTry() {
        house.accept(house.endpoint("pager", "job_submitted"));
        house.accept(house.submit(1));
        assertThat(fails(1, 2)).isEmpty();
        assertThat(fails(1, 1)).hasSize(1);
        assertThat(fails(1, 1)).isEmpty();
        assertThat(arrives(1, 2))
                .singleElement()
                .isInstanceOfSatisfying(
                        DeliveriesRecorded.class, e -> assertThat(e.arrived()).isEqualTo(1));
        assertThat(arrives(1, 2)).isEmpty();
        assertThat(pager().mailbox().delivered()).containsOnlyKeys(1L);
        assertThat(pager().mailbox().counts()).isEqualTo(new Mailbox.Counts(1, 1, 0));
        assertThat(pager().mailbox().isHealthy()).isTrue();
    }

    @Test
    void whoeverIsGoneIsDisabledAndTheOthersAreTold() {
        house.accept(house.endpoint("pager", "job_submitted"));
        house.accept(house.endpoint("other", "endpoint_disabled"));
        house.accept(house.submit(1));
        house.accept(outcome(1, 1, false, true, Duration.ZERO));
        assertThat(requireNonNull(pager().disabled()).reason())
                .isEqualTo("it answered 500: it wants no more");
        assertThat(pager().mailbox().parked()).containsOnlyKeys(1L);
        assertThat(told()).containsExactly(Topic.JOB_SUBMITTED, Topic.ENDPOINT_DISABLED);
        house.accept(house.submit(2));
        assertThat(told()).hasSize(2);
    }

    @Test
    void fiveDaysOfFailuresDisable() {
        house.accept(house.endpoint("pager", "job_submitted"));
        house.accept(house.submit(1));
        house.accept(house.submit(2));
        fails(1, 1);
        house.after(Endpoint.PATIENCE.minusSeconds(1));
        assertThat(fails(2, 1)).hasSize(1);
        house.after(Duration.ofSeconds(1));
        assertThat(fails(2, 2)).hasSize(2).last().isInstanceOf(EndpointDisabled.class);
        assertThat(pager().mailbox().parked()).containsOnlyKeys(1L, 2L);
        assertThat(house.refuse(new WebhookOrder.TestEndpoint(house.now(), MANDATE, PAGER)))
                .isEqualTo(new Rejection.EndpointIsDisabled(PAGER));
        assertThat(house.refuse(replay(List.of(), false)))
                .isEqualTo(new Rejection.EndpointIsDisabled(PAGER));
        house.accept(new WebhookOrder.EnableEndpoint(house.now(), MANDATE, PAGER, null));
        assertThat(house.accept(replay(List.of(), true)))
                .singleElement()
                .isInstanceOfSatisfying(
                        MessagesReplayed.class,
                        e -> assertThat(e.numbers()).containsExactly(1L, 2L));
        assertThat(pager().mailbox().waiting().values()).containsOnly(Delivery.due(house.now()));
    }

    @Test
    void aSuccessInBetweenIsANewBeginning() {
        house.accept(house.endpoint("pager", "job_submitted"));
        house.accept(house.submit(1));
        house.accept(house.submit(2));
        fails(1, 1);
        house.after(Duration.ofDays(4));
        arrives(1, 2);
        house.after(Duration.ofDays(4));
        assertThat(fails(2, 1)).hasSize(1);
        assertThat(pager().disabled()).isNull();
        assertThat(pager().mailbox().failingSince()).isEqualTo(house.now());
    }

    private WebhookOrder.ReplayMessages replay(List<Long> numbers, boolean parkedOnly) {
        return new WebhookOrder.ReplayMessages(
                house.now(), MANDATE, PAGER, numbers, null, null, parkedOnly);
    }

    @Test
    void whatArrivedIsReplayedByNumberAndByTime() {
        house.accept(house.endpoint("pager", "job_submitted"));
        for (int job = 1; job <= 3; job++) {
            house.accept(house.submit(job));
            arrives(job, 1);
            house.after(Duration.ofMinutes(1));
        }
        assertThat(house.accept(replay(List.of(), true))).isEmpty();
        assertThat(house.refuse(replay(List.of(9L), false)))
                .isEqualTo(new Rejection.UnknownMessage(PAGER, 9));
        house.accept(replay(List.of(2L), false));
        assertThat(pager().mailbox().waiting()).containsOnlyKeys(2L);
        Instant second = House.START.plusSeconds(60);
        house.accept(
                new WebhookOrder.ReplayMessages(
                        house.now(), MANDATE, PAGER, List.of(), second, second, false));
        assertThat(pager().mailbox().waiting()).containsOnlyKeys(2L);
        house.accept(
                new WebhookOrder.ReplayMessages(
                        house.now(), MANDATE, PAGER, List.of(), second, null, false));
        assertThat(pager().mailbox().waiting()).containsOnlyKeys(2L, 3L);
    }

    @Test
    void aMailboxHasItsShareAndWhatDoesNotFitIsCounted() {
        house.accept(house.endpoint("pager", "node_joined"));
        int share = house.state().outbox().share();
        Outbox outbox = house.state().outbox();
        for (int i = 0; i < share + 7; i++) {
            outbox = outbox.posted(Topic.NODE_JOINED, house.now(), null, List.of());
        }
        Mailbox box = requireNonNull(outbox.endpoints().get(PAGER)).mailbox();
        assertThat(share).isEqualTo(10_000);
        assertThat(box.waiting()).hasSize(share).doesNotContainKey(7L).containsKey(8L);
        assertThat(box.counts().dropped()).isEqualTo(7);
        assertThat(outbox.messages()).hasSize(share);
    }

    @Test
    void aSecretThatWasReplacedSignsForADay() {
        house.accept(house.endpoint("pager", "*"));
        var first = pager().secrets().getFirst().secret();
        var second = House.secret(77);
        var rotate = new WebhookOrder.RotateSecret(house.now(), MANDATE, PAGER, 1, second);
        house.accept(rotate);
        assertThat(house.refuse(rotate)).isEqualTo(new Rejection.EndpointMoved(PAGER, 2));
        Instant now = house.now();
        assertThat(pager().signing(now)).containsExactly(second, first);
        assertThat(pager().signing(now.plus(Endpoint.OVERLAP))).containsExactly(second);
        assertThat(first.toString()).doesNotContain(first.value());
    }

    @Test
    void settingsOfTheLeaderAreFollowedAndPeoplesEndpointsLeftAlone() {
        house.accept(house.endpoint("mine", "*"));
        house.accept(configured("a", "b", "mine"));
        assertThat(house.state().outbox().endpoints().keySet())
                .extracting(EndpointId::value)
                .containsExactly("a", "b", "mine");
        assertThat(house.accept(configured("a", "b", "mine"))).isEmpty();
        house.accept(configured("b"));
        assertThat(house.state().outbox().endpoints().keySet())
                .extracting(EndpointId::value)
                .containsExactly("b", "mine");
        EndpointId b = new EndpointId("b");
        assertThat(house.refuse(new WebhookOrder.DeleteEndpoint(house.now(), MANDATE, b, null)))
                .isEqualTo(new Rejection.ConfiguredEndpoint(b));
        house.accept(new WebhookOrder.DisableEndpoint(house.now(), MANDATE, b, null));
        assertThat(house.accept(configured("b"))).isEmpty();
    }

    private WebhookStep.ConfigureEndpoints configured(String... ids) {
        return new WebhookStep.ConfigureEndpoints(
                house.now(),
                house.epoch(),
                List.of(ids).stream()
                        .map(
                                id ->
                                        new WebhookStep.Configured(
                                                new EndpointId(id),
                                                new EndpointSettings(
                                                        "https://example.com/" + id,
                                                        List.of("*"),
                                                        WebhookFormat.STANDARD),
                                                House.secret(1)))
                        .toList());
    }

    @Test
    void anEndpointIsMadeOnceAndUnknownOnesAreNamed() {
        house.accept(house.endpoint("pager", "*"));
        assertThat(house.refuse(house.endpoint("pager", "*")))
                .isEqualTo(new Rejection.EndpointExists(PAGER));
        house.accept(new WebhookOrder.DeleteEndpoint(house.now(), MANDATE, PAGER, 1));
        assertThat(house.refuse(new WebhookOrder.TestEndpoint(house.now(), MANDATE, PAGER)))
                .isEqualTo(new Rejection.UnknownEndpoint(PAGER));
        for (int i = 0; i < Outbox.MAX_ENDPOINTS; i++) {
            house.quietly(house.endpoint("e" + i, "job_failed"));
        }
        assertThat(house.refuse(house.endpoint("pager", "*")))
                .isEqualTo(new Rejection.TooManyEndpoints(Outbox.MAX_ENDPOINTS));
    }

    @Test
    void numbersGoOnAfterARestore() {
        house.accept(house.endpoint("pager", "node_joined"));
        house.accept(house.register("b", 1, House.FOUR_CORES));
        List<ClusterState> parts = Restoration.parts(house.state());
        House fresh = House.led().ruled(RulesVersion.known());
        fresh.accept(fresh.endpoint("x", "node_joined"));
        for (int i = 0; i < 5; i++) {
            fresh.accept(fresh.register("n" + i, 1, House.FOUR_CORES));
        }
        UUID id = new UUID(9, 9);
        fresh.accept(
                new Command.BeginRestore(
                        fresh.now(),
                        fresh.epoch(),
                        id,
                        parts.size(),
                        house.epoch(),
                        RulesVersion.known()));
        for (int i = 0; i < parts.size(); i++) {
            fresh.accept(new Command.RestorePart(fresh.now(), fresh.epoch(), id, i, parts.get(i)));
        }
        fresh.accept(new Command.FinishRestore(fresh.now(), fresh.epoch(), id));
        assertThat(fresh.state().outbox().last()).isEqualTo(5);
        assertThat(fresh.state().outbox().endpoints())
                .isEqualTo(house.state().outbox().endpoints());
        assertThat(fresh.state().outbox().messages()).isEqualTo(house.state().outbox().messages());
    }
}
