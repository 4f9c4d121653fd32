package io.ringrift.p2p.events;

import io.ringrift.p2p.Nouns;
import io.ringrift.p2p.engine.Alarm;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.DataEvent;
import io.ringrift.p2p.engine.EndpointSettings;
import io.ringrift.p2p.engine.Event;
import io.ringrift.p2p.engine.House;
import io.ringrift.p2p.engine.NodeStatus;
import io.ringrift.p2p.engine.Policy;
import io.ringrift.p2p.engine.Quarantine;
import io.ringrift.p2p.engine.TrainingEvent;
import io.ringrift.p2p.engine.WebhookEvent;
import io.ringrift.p2p.model.Attempt;
import io.ringrift.p2p.model.AttemptToken;
import io.ringrift.p2p.model.DrainMode;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.GpuCard;
import io.ringrift.p2p.model.IdempotencyKey;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.JsonText;
import io.ringrift.p2p.model.Labels;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Resources;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.DataScope;
import io.ringrift.p2p.model.data.ReleaseRule;
import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.model.match.MatchScore;
import io.ringrift.p2p.model.training.ModelVersion;
import io.ringrift.p2p.model.training.TrainingDecision;
import io.ringrift.p2p.model.training.TrainingPolicy;
import io.ringrift.p2p.model.training.TrainingTrigger;
import io.ringrift.p2p.model.webhook.EndpointId;
import io.ringrift.p2p.model.webhook.WebhookFormat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One event of each kind with every field set. */
final class EventSamples {

    static final Instant AT = Instant.parse("2026-11-22T12:34:56.789Z");
    static final String SECRET = "5ec2e700-0000-4000-8000-000000000001";
    static final String SECRET_KEY = "a-key-that-is-nobodys-business";
    static final String LARGE = "free-document";

    private static final JobId JOB = JobId.parse("019aabcd-0000-7000-8000-000000000001");
    private static final JobId OTHER = JobId.parse("019aabcd-0000-7000-8000-000000000002");
    private static final NodeId NODE = new NodeId("gpu-1");
    private static final AttemptToken TOKEN = new AttemptToken(UUID.fromString(SECRET));
    private static final JsonText FREE = new JsonText("{\"note\":\"" + LARGE + "\"}");
    private static final UUID LIFE = UUID.fromString("0b5c7d1e-4f3a-4b6c-9d8e-7f6a5b4c3d2e");
    private static final JobSpec SPEC =
            new JobSpec(
                    JobType.TRAINING,
                    "hex8_2p",
                    1_000,
                    90,
                    FREE,
                    NODE,
                    new Resources(2_500, 500, 3L << 30));

    private static final NodeStatus.Mandate MANDATE =
            new NodeStatus.Mandate("ann", "its fan rattles");
    private static final Labels LABELS = new Labels(Map.of("zone", "a"));

    private static final String CONFIG = "hex8_2p";
    private static final DataKey MODEL = House.file("m-1.bin", 1).key();
    private static final Sha256 CHAMPION = House.file("m-0.bin", 0).key().sha256();
    private static final TrainingDecision SHADOW =
            new TrainingDecision(
                    AT,
                    false,
                    TrainingTrigger.Rule.NOT_YET,
                    new TrainingTrigger.Facts(1_234, Duration.ofHours(3), null, false, 0),
                    TrainingPolicy.DEFAULT,
                    1_234,
                    "766 more games",
                    null);
    private static final ModelVersion.Origin ORIGIN = new ModelVersion.Origin(3, NODE, "1.4.0", AT);
    private static final DataScope SCOPE =
            new DataScope(NODE, CONFIG, CHAMPION, AT.minusSeconds(3_600), AT);
    private static final MatchScore SCORE = new MatchScore(24, 2, 14);
    private static final TrainingDecision DECISION =
            new TrainingDecision(
                    AT,
                    true,
                    TrainingTrigger.Rule.ENOUGH_GAMES,
                    new TrainingTrigger.Facts(1_234, Duration.ofHours(3), null, false, 0),
                    TrainingPolicy.DEFAULT,
                    1_234,
                    "",
                    JOB);

    private static final EndpointId ENDPOINT = new EndpointId("pager");
    private static final EndpointSettings SETTINGS =
            new EndpointSettings(
                    "https://example.com/" + SECRET,
                    List.of("training.*", "node_offline"),
                    WebhookFormat.STANDARD);

    private EventSamples() {}

    static List<Event> all() {
        return List.of(
                new Event.JobSubmitted(AT, JOB, SPEC, new IdempotencyKey(SECRET_KEY), "9f86d0"),
                new Event.SubmissionRepeated(JOB),
                new Event.JobAssigned(AT, JOB, 1, NODE, TOKEN, new Epoch(7)),
                new Event.PartMade(AT, JOB, OTHER, 250),
                new Event.BatchCompleted(AT, JOB, 1_000, 4),
                new Event.BatchFailed(AT, JOB, OTHER, "exited with code 1"),
                new Event.JobStarted(AT, JOB, 1, NODE),
                new Event.JobCompleted(AT, JOB, 1, NODE, "/data/jobs/1/1", 1_000, FREE),
                new Event.JobRequeued(
                        AT,
                        JOB,
                        1,
                        NODE,
                        ExitReason.TRY_AGAIN,
                        75,
                        "no space left",
                        AT.plusSeconds(8)),
                new Event.JobFailed(AT, JOB, 1, NODE, ExitReason.OOM, 137, "killed by the kernel"),
                new Event.JobCancelled(AT, JOB, 1, NODE),
                new Event.AttemptReleased(AT, NODE, JOB, 1),
                new Event.LateReportNoted(
                        JOB,
                        1,
                        new Attempt.LateReport(AT, ExitReason.DONE, 1_000, "/data/jobs/1/1")),
                new Event.NodeRegistered(
                        AT,
                        NODE,
                        LIFE,
                        Nouns.FOUR_CORES,
                        LABELS,
                        List.of(new GpuCard("RTX_4090", 24L << 30))),
                new Event.NodeWentOffline(AT, NODE, Duration.ofMillis(15_250)),
                new Event.NodeRecovered(AT, NODE),
                new Event.NodeLeft(AT, NODE),
                new Event.NodeCordoned(AT, NODE, MANDATE),
                new Event.NodeUncordoned(AT, NODE, MANDATE),
                new Event.NodeDraining(
                        AT,
                        NODE,
                        MANDATE,
                        new NodeStatus.Drain(DrainMode.FINISH, AT.plusSeconds(3_600))),
                new Event.NodeLabelled(AT, NODE, MANDATE, LABELS),
                new Event.NodeRetired(AT, NODE, MANDATE),
                new Event.ManifestRecorded(
                        AT, NODE, LIFE, 7, 8, List.of(House.file("m-1.bin", 1)), List.of()),
                new DataEvent.DataPinned(AT, MANDATE, MODEL.sha256()),
                new DataEvent.DataUnpinned(AT, MANDATE, MODEL.sha256()),
                new DataEvent.CopiesReleased(
                        AT, NODE, ReleaseRule.RETENTION, List.of(MODEL), 12_345),
                new DataEvent.CopiesDeleted(AT, NODE, List.of(MODEL)),
                new TrainingEvent.TrainingConfigured(TrainingPolicy.DEFAULT),
                new TrainingEvent.TrainingPolicySet(AT, MANDATE, CONFIG, TrainingPolicy.DEFAULT),
                new TrainingEvent.TrainingPaused(AT, MANDATE, CONFIG),
                new TrainingEvent.TrainingResumed(AT, MANDATE, CONFIG),
                new TrainingEvent.TrainingDecided(CONFIG, DECISION),
                new TrainingEvent.TrainingTriggered(AT, CONFIG, 7, JOB, 1_234, CHAMPION, true),
                new TrainingEvent.TrainingBroughtNothing(AT, CONFIG, JOB, "it made no model"),
                new TrainingEvent.CandidateRegistered(AT, CONFIG, JOB, MODEL, null, ORIGIN),
                new TrainingEvent.MatchOrdered(AT, CONFIG, MODEL.sha256(), OTHER, 40),
                new TrainingEvent.MatchRecorded(
                        AT, CONFIG, OTHER, NODE, MODEL.sha256(), CHAMPION, SCORE),
                new TrainingEvent.MatchFailed(AT, CONFIG, OTHER, "it named no games"),
                new TrainingEvent.ModelPromoted(
                        AT, CONFIG, MODEL.sha256(), CHAMPION, SCORE, "the test says yes"),
                new TrainingEvent.ModelRejected(
                        AT, CONFIG, MODEL.sha256(), CHAMPION, SCORE, "the test says no"),
                new TrainingEvent.ChampionChosen(AT, MANDATE, CONFIG, CHAMPION, MODEL.sha256()),
                new WebhookEvent.EndpointCreated(
                        AT, MANDATE, ENDPOINT, SETTINGS, House.secret(1), false),
                new WebhookEvent.EndpointChanged(AT, MANDATE, ENDPOINT, SETTINGS),
                new WebhookEvent.EndpointDisabled(AT, MANDATE, ENDPOINT),
                new WebhookEvent.EndpointEnabled(AT, MANDATE, ENDPOINT),
                new WebhookEvent.EndpointDeleted(AT, MANDATE, ENDPOINT),
                new WebhookEvent.SecretRotated(AT, MANDATE, ENDPOINT, House.secret(2)),
                new WebhookEvent.EndpointTested(AT, MANDATE, ENDPOINT),
                new WebhookEvent.MessagesReplayed(AT, MANDATE, ENDPOINT, List.of(11L, 12L)),
                new WebhookEvent.DeliveriesRecorded(AT, 11, 1, List.of()),
                new WebhookEvent.AlarmRaised(
                        AT, new Alarm(Alarm.Kind.DISK_LOW, NODE), "3 % of the disk are free"),
                new WebhookEvent.AlarmEnded(AT, new Alarm(Alarm.Kind.DISK_LOW, NODE)),
                new TrainingEvent.ShadowPolicySet(AT, MANDATE, CONFIG, TrainingPolicy.DEFAULT),
                new TrainingEvent.ShadowDecided(CONFIG, SHADOW),
                new TrainingEvent.DataQuarantined(AT, new Quarantine(3, SCOPE, MANDATE, AT)),
                new TrainingEvent.QuarantineLifted(AT, MANDATE, 3),
                new Event.NodesForgotten(List.of(NODE)),
                new Event.LeadershipClaimed(AT, NODE, new Epoch(7), Duration.ofSeconds(30)),
                new Event.LeaseRenewed(AT, Duration.ofSeconds(30)),
                new Event.LeaseReleased(AT),
                new Event.PolicySet(Policy.DEFAULT),
                new Event.KeysForgotten(List.of(JOB, OTHER)),
                new Event.JobsForgotten(List.of(JOB, OTHER)),
                new Event.ClusterFounded(LIFE),
                new Event.VoterEnrolled(NODE, LIFE),
                new Event.VoterForgotten(NODE),
                new Event.RulesVersionRaised(2),
                new Event.RestoreBegun(LIFE, 3, new Epoch(7)),
                new Event.PartRestored(ClusterState.EMPTY),
                new Event.RestoreFinished(AT),
                new Event.RestoreAborted());
    }
}
