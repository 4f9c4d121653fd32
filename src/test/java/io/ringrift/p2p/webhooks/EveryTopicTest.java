package io.ringrift.p2p.webhooks;

import static io.ringrift.p2p.Nouns.A;
import static io.ringrift.p2p.Nouns.B;
import static io.ringrift.p2p.Nouns.FOUR_CORES;
import static io.ringrift.p2p.Nouns.incarnation;
import static io.ringrift.p2p.Nouns.register;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import io.ringrift.p2p.engine.Alarm;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.TrainingOrder;
import io.ringrift.p2p.engine.TrainingStep;
import io.ringrift.p2p.engine.WebhookOrder;
import io.ringrift.p2p.engine.WebhookStep;
import io.ringrift.p2p.model.AttemptToken;
import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.JsonText;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Resources;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.DataPath;
import io.ringrift.p2p.model.data.Producer;
import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.model.match.MatchScore;
import io.ringrift.p2p.model.training.TrainingPolicy;
import io.ringrift.p2p.model.training.TrainingThresholds;
import io.ringrift.p2p.model.webhook.EndpointId;
import io.ringrift.p2p.model.webhook.Topic;
import io.ringrift.p2p.model.webhook.WebhookFormat;
import io.ringrift.p2p.web.Doors;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Somebody subscribed to everything; the system is driven until each topic has arrived. A topic
 * that nobody ever tells does not exist.
 */
class EveryTopicTest {

    private static final String CONFIG = "hex5_2p";

    private final WebhookRig hooks = new WebhookRig();
    private final DeliveryLoop loop = hooks.loop();
    private int ids = 5_000;
    private int manifests;

    private Set<String> received() {
        for (int i = 0; i < 20; i++) {
            loop.run(hooks.epoch());
        }
        return hooks.courier.carried.stream()
                .filter(one -> one.host().equals("all.example"))
                .map(one -> Doors.JSON.readTree(one.text()).get("type").stringValue())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private java.time.Instant now() {
        return hooks.rig.clock.instant();
    }

    private void apply(Command... commands) {
        hooks.rig.apply(commands);
    }

    private JobId submit(JobType type, int games) {
        JobId id = io.ringrift.p2p.Nouns.job(ids++);
        apply(new Command.SubmitJob(now(), id, spec(type, games), null, ""));
        return id;
    }

    private static JobSpec spec(JobType type, int games) {
        return new JobSpec(type, CONFIG, games, 50, JsonText.EMPTY, null, Resources.NONE);
    }

    private AttemptToken begins(JobId id) {
        AttemptToken token = new AttemptToken(new UUID(id.value().getMostSignificantBits(), 7));
        apply(
                new Command.AssignJob(now(), hooks.epoch(), id, 1, A, token),
                new Command.StartJob(now(), id, 1, token));
        return token;
    }

    private void completes(JobId id, int games) {
        apply(new Command.CompleteJob(now(), id, 1, begins(id), "/out", games, JsonText.EMPTY));
    }

    private void fails(JobId id, ExitReason reason) {
        apply(new Command.FailJob(now(), id, 1, begins(id), reason, 1, "it broke", 0));
    }

    private void claims(String leader) {
        apply(new Command.ClaimLeadership(now(), new NodeId(leader), Duration.ofSeconds(30)));
        hooks.rig.keep();
        hooks.rig.keep();
    }

    @Test
    void everythingThatOneCanSubscribeToArrives() {
        hooks.endpoint("all", WebhookFormat.STANDARD, "*");
        jobs();
        nodes();
        learning();
        claims("b");
        hooks.rig.clock.advance(Duration.ofMinutes(10));
        claims("c");
        alarms();
        apply(new WebhookOrder.TestEndpoint(now(), WebhookRig.MANDATE, new EndpointId("all")));
        assertThat(received())
                .containsExactlyInAnyOrderElementsOf(
                        List.of(Topic.values()).stream().map(Topic::wireName).toList());
    }

    private void jobs() {
        completes(submit(JobType.SELFPLAY, 10), 10);
        fails(submit(JobType.SELFPLAY, 10), ExitReason.OOM);
        JobId poison = submit(JobType.SELFPLAY, 10);
        for (int attempt = 1;
                hooks.rig.log.picture().state().open().containsKey(poison);
                attempt++) {
            AttemptToken token = new AttemptToken(new UUID(ids, attempt));
            apply(
                    new Command.AssignJob(now(), hooks.epoch(), poison, attempt, A, token),
                    new Command.StartJob(now(), poison, attempt, token),
                    new Command.FailJob(
                            now(), poison, attempt, token, ExitReason.STALLED, null, "still", 0),
                    new Command.ReleaseAttempt(now(), A, poison, attempt, token));
        }
    }

    private void nodes() {
        apply(
                register(B, FOUR_CORES),
                new Command.MarkNodeOffline(
                        now(), hooks.epoch(), B, incarnation(1), Duration.ofSeconds(20)),
                register(B, FOUR_CORES));
    }

    private void learning() {
        TrainingThresholds soon =
                new TrainingThresholds(10, Duration.ofHours(6), Duration.ZERO, 3, 2000, 1500);
        apply(
                new TrainingStep.ConfigureTraining(
                        now(),
                        hooks.epoch(),
                        new TrainingPolicy(
                                soon,
                                io.ringrift.p2p.model.match.SprtLimits.DEFAULT,
                                40,
                                1,
                                0,
                                0)));
        learns(1, new MatchScore(38, 0, 2));
        learns(2, new MatchScore(2, 0, 38));
        apply(new TrainingOrder.ChooseChampion(now(), WebhookRig.MANDATE, CONFIG, null, false));
    }

    /** Games, a training, its model, a match and a verdict. */
    private void learns(int generation, MatchScore score) {
        completes(submit(JobType.SELFPLAY, 20), 20);
        var state = hooks.rig.log.picture().state();
        Sha256 champion =
                requireNonNull(state.training().ledgers().get(CONFIG)).lineage().champion();
        JobId training = io.ringrift.p2p.Nouns.job(ids++);
        apply(
                new TrainingStep.EvaluateTraining(
                        now(),
                        hooks.epoch(),
                        CONFIG,
                        1_000,
                        generation,
                        champion,
                        training,
                        spec(JobType.TRAINING, 1)));
        completes(training, 0);
        DataKey model =
                new DataKey(
                        DataKind.MODELS,
                        new DataPath(CONFIG + "/m-" + generation),
                        new Sha256(String.format("%064x", generation)));
        apply(
                new Command.RecordManifest(
                        now(),
                        hooks.epoch(),
                        A,
                        incarnation(1),
                        manifests++,
                        manifests,
                        List.of(
                                new DataFile(
                                        model,
                                        CONFIG,
                                        1_000,
                                        0,
                                        new Producer(A, training, 1, null, null),
                                        now())),
                        List.of()));
        JobId match = io.ringrift.p2p.Nouns.job(ids++);
        apply(
                new TrainingStep.RegisterCandidate(now(), hooks.epoch(), CONFIG, training, model),
                new TrainingStep.OrderMatch(
                        now(),
                        hooks.epoch(),
                        CONFIG,
                        model.sha256(),
                        0,
                        match,
                        spec(JobType.EVALUATION, 40)));
        completes(match, 40);
        apply(
                new TrainingStep.RecordMatch(now(), hooks.epoch(), CONFIG, match, score),
                new TrainingStep.JudgeCandidate(now(), hooks.epoch(), CONFIG, model.sha256()));
    }

    private void alarms() {
        hooks.endpoint("gone", WebhookFormat.STANDARD, "job_submitted");
        apply(
                new WebhookOrder.DisableEndpoint(
                        now(), WebhookRig.MANDATE, new EndpointId("gone"), null),
                new WebhookStep.NoteAlarm(
                        now(), hooks.epoch(), new Alarm(Alarm.Kind.DISK_LOW, A), true, "3 % free"),
                new WebhookStep.NoteAlarm(
                        now(),
                        hooks.epoch(),
                        new Alarm(Alarm.Kind.QUEUE_STALLED, null),
                        true,
                        "7 jobs wait"));
    }
}
