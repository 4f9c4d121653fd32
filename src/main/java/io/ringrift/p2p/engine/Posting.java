package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.Lease;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.model.webhook.Fact;
import io.ringrift.p2p.model.webhook.Topic;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Which events are told to the outside, and in what words. */
final class Posting {

    private final ClusterState before;
    private final ClusterState after;
    private Outbox outbox;
    private boolean changed;

    private Posting(ClusterState before, ClusterState after) {
        this.before = before;
        this.after = after;
        this.outbox = after.outbox();
    }

    /** The state behind an event, with what is to be told of it. */
    static ClusterState of(ClusterState before, Event event, ClusterState after) {
        if (!RulesVersion.haveWebhooks(after) || after.charter().restoring() != null) {
            return after;
        }
        Posting posting = new Posting(before, after);
        if (!posting.outbox.subscribers().isEmpty()) {
            posting.post(event);
        }
        if (event instanceof Event.LeadershipClaimed e) {
            posting.write(posting.outbox.led(e.holder()));
        }
        return posting.changed ? after.withOutbox(posting.outbox) : after;
    }

    private void post(Event event) {
        switch (event) {
            case Event.JobSubmitted e -> tell(Topic.JOB_SUBMITTED, e.at(), job(e.jobId()));
            case Event.JobStarted e -> started(e);
            case Event.JobCompleted e -> completed(e.at(), e.jobId(), e.node());
            case Event.BatchCompleted e -> completed(e.at(), e.jobId(), null);
            case Event.JobFailed e -> failed(e.at(), e.jobId());
            case Event.BatchFailed e -> failed(e.at(), e.jobId());
            case Event.NodeRegistered e -> {
                if (!before.nodes().containsKey(e.node())) {
                    tell(Topic.NODE_JOINED, e.at(), Fact.of("node_id", e.node()));
                }
            }
            case Event.NodeWentOffline e ->
                    tell(
                            Topic.NODE_OFFLINE,
                            e.at(),
                            Fact.of("node_id", e.node()),
                            Fact.of("silent_seconds", e.silentFor().toSeconds()));
            case Event.NodeRecovered e ->
                    tell(Topic.NODE_RECOVERED, e.at(), Fact.of("node_id", e.node()));
            case Event.LeadershipClaimed e -> claimed(e);
            case TrainingEvent e -> learned(e);
            case WebhookEvent.EndpointDisabled e ->
                    tell(
                            Topic.ENDPOINT_DISABLED,
                            e.at(),
                            Fact.of("endpoint_id", e.endpoint()),
                            Fact.of("by", e.mandate().by()),
                            Fact.of("reason", e.mandate().reason()));
            case WebhookEvent.AlarmRaised e -> alarmed(e);
            case DataEvent _, WebhookEvent _ -> {}
            case Event.OfJob _, Event.OfNode _, Event.ManifestRecorded _ -> {}
            case Event.NodesForgotten _, Event.KeysForgotten _, Event.JobsForgotten _ -> {}
            case Event.LeaseRenewed _, Event.LeaseReleased _, Event.PolicySet _ -> {}
            case Event.ClusterFounded _, Event.VoterEnrolled _, Event.VoterForgotten _ -> {}
            case Event.RulesVersionRaised _, Event.RestoreBegun _, Event.PartRestored _ -> {}
            case Event.RestoreFinished _, Event.RestoreAborted _ -> {}
        }
    }

    private void tell(Topic topic, Instant at, @Nullable Fact... facts) {
        tell(topic, at, Arrays.stream(facts).filter(Objects::nonNull).toList());
    }

    private void tell(Topic topic, Instant at, List<Fact> facts) {
        if (outbox.subscribers().containsKey(topic)) {
            write(outbox.posted(topic, at, after.charter().clusterId(), facts));
        }
    }

    private void write(Outbox next) {
        outbox = next;
        changed = true;
    }

    private List<Fact> job(JobId id, @Nullable Fact... more) {
        List<Fact> facts = new ArrayList<>();
        facts.add(Fact.of("job_id", id));
        Job job = after.job(id);
        if (job != null) {
            facts.add(Fact.of("job_type", word(job.spec().type())));
            facts.add(Fact.of("config_key", job.spec().configKey()));
            facts.add(Fact.of("num_games", job.spec().numGames()));
            facts.add(Fact.of("priority", job.spec().priority()));
        }
        Arrays.stream(more).filter(Objects::nonNull).forEach(facts::add);
        return facts;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** Parts of a job are the cluster's own business. */
    private @Nullable Job whole(JobId id) {
        Job job = after.job(id);
        return job == null || job.spec().partOf() != null ? null : job;
    }

    private void started(Event.JobStarted e) {
        Job job = whole(e.jobId());
        if (job != null && job.spec().type() == JobType.TRAINING) {
            tell(
                    Topic.TRAINING_STARTED,
                    e.at(),
                    job(e.jobId(), Fact.of("attempt", e.attempt()), Fact.of("node_id", e.node())));
        }
    }

    private void completed(Instant at, JobId id, @Nullable NodeId node) {
        Job job = whole(id);
        if (job == null) {
            return;
        }
        List<Fact> facts =
                job(
                        id,
                        fact("node_id", node),
                        Fact.of("games", job.games()),
                        fact("output_path", job.outputPath()));
        tell(Topic.JOB_COMPLETED, at, facts);
        switch (job.spec().type()) {
            case TRAINING -> tell(Topic.TRAINING_COMPLETE, at, facts);
            case EVALUATION -> tell(Topic.EVALUATION_COMPLETE, at, facts);
            case SELFPLAY, SYNC -> {}
        }
    }

    private void failed(Instant at, JobId id) {
        Job job = whole(id);
        if (job == null) {
            return;
        }
        var last = job.lastAttempt();
        List<Fact> facts =
                job(
                        id,
                        last == null ? null : fact("node_id", last.node()),
                        last == null || last.reason() == null
                                ? null
                                : Fact.of("reason", word(last.reason())),
                        fact("error", job.error()),
                        Fact.of("attempts", job.attempts().size()));
        tell(Topic.JOB_FAILED, at, facts);
        if (job.isDeadLetter()) {
            tell(Topic.JOB_DEAD_LETTERED, at, facts);
        }
    }

    private static @Nullable Fact fact(String name, @Nullable Object value) {
        return value == null ? null : Fact.of(name, value);
    }

    /**
     * While there is no quorum nothing can be written, so both ends of the gap are told when it is
     * over. It shows by a lease that ran out before anybody claimed the next one.
     */
    private void claimed(Event.LeadershipClaimed e) {
        // A lease that was given back names nobody; the outbox remembers under its own rules only.
        NodeId remembered = before.outbox().leader();
        NodeId former = remembered != null ? remembered : before.lease().holder();
        if (former != null && !former.equals(e.holder())) {
            tell(
                    Topic.LEADER_CHANGED,
                    e.at(),
                    Fact.of("leader_id", e.holder()),
                    Fact.of("former_leader_id", former),
                    Fact.of("epoch", e.epoch().value()));
        }
        Lease lease = before.lease();
        if (lease.holder() != null && lease.until().isBefore(e.at())) {
            Fact from = Fact.of("lost_at", lease.until());
            Fact to = Fact.of("restored_at", e.at());
            Fact gap = Fact.of("seconds", Duration.between(lease.until(), e.at()).toSeconds());
            tell(Topic.QUORUM_LOST, e.at(), from, to, gap);
            tell(Topic.QUORUM_RESTORED, e.at(), from, to, gap, Fact.of("leader_id", e.holder()));
        }
    }

    private void learned(TrainingEvent event) {
        switch (event) {
            case TrainingEvent.TrainingTriggered e ->
                    tell(
                            Topic.TRAINING_TRIGGERED,
                            e.at(),
                            Fact.of("config_key", e.configKey()),
                            Fact.of("generation", e.generation()),
                            Fact.of("job_id", e.jobId()),
                            Fact.of("games", e.games()),
                            fact("champion_sha256", e.champion()));
            case TrainingEvent.ModelPromoted e ->
                    judged(
                            Topic.MODEL_PROMOTED,
                            e.at(),
                            e.configKey(),
                            e.model(),
                            e.baseline(),
                            e.reason());
            case TrainingEvent.ModelRejected e ->
                    judged(
                            Topic.MODEL_REJECTED,
                            e.at(),
                            e.configKey(),
                            e.model(),
                            e.baseline(),
                            e.reason());
            case TrainingEvent.ChampionChosen e ->
                    tell(
                            Topic.ROLLBACK,
                            e.at(),
                            Fact.of("config_key", e.configKey()),
                            fact("champion_sha256", e.champion()),
                            fact("former_champion_sha256", e.before()),
                            Fact.of("by", e.mandate().by()),
                            Fact.of("reason", e.mandate().reason()));
            case TrainingEvent _ -> {}
        }
    }

    private void judged(
            Topic topic,
            Instant at,
            String configKey,
            Sha256 model,
            @Nullable Sha256 baseline,
            String reason) {
        tell(
                topic,
                at,
                Fact.of("config_key", configKey),
                Fact.of("model_sha256", model),
                fact("baseline_sha256", baseline),
                Fact.of("reason", reason));
    }

    private void alarmed(WebhookEvent.AlarmRaised e) {
        Topic topic =
                switch (e.alarm().kind()) {
                    case DISK_LOW -> Topic.DISK_LOW;
                    case QUEUE_STALLED -> Topic.QUEUE_STALLED;
                };
        tell(topic, e.at(), fact("node_id", e.alarm().node()), Fact.of("detail", e.detail()));
    }
}
