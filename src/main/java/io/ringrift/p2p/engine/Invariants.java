package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.ClusterNode.Hold;
import io.ringrift.p2p.model.Attempt;
import io.ringrift.p2p.model.Batch;
import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobStatus;
import io.ringrift.p2p.model.Resources;
import io.ringrift.p2p.model.data.DataKey;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What must be true of every reachable state. Used by tests and by whoever doubts a replica; walks
 * the whole state, so it is nothing for every command in production.
 */
public final class Invariants {

    private final ClusterState state;
    private final List<String> violations = new ArrayList<>();

    private Invariants(ClusterState state) {
        this.state = state;
    }

    /** One sentence per violation, none when all is well. */
    public static List<String> check(ClusterState state) {
        Invariants invariants = new Invariants(state);
        Restoring restoring = state.charter().restoring();
        if (restoring != null) {
            // Its rows refer to rows that are still to come.
            invariants.require(
                    restoring.taken() >= 0 && restoring.taken() <= restoring.parts(),
                    "a restore has more parts than it has: " + restoring);
            return List.copyOf(invariants.violations);
        }
        state.open().forEach(invariants::openJob);
        state.finished().forEach(invariants::finishedJob);
        state.nodes().values().forEach(invariants::node);
        invariants.batches();
        invariants.queue();
        invariants.keys();
        invariants.catalogue();
        new TrainingInvariants(state, invariants::require).check();
        new OutboxInvariants(state, invariants::require).check();
        invariants.conservation();
        return List.copyOf(invariants.violations);
    }

    private void require(boolean holds, String violation) {
        if (!holds) {
            violations.add(violation);
        }
    }

    private void openJob(JobId id, Job job) {
        require(job.id().equals(id), id + " is filed under a wrong id");
        require(!job.status().isFinal(), id + " is open and " + job.status());
        require(!state.finished().containsKey(id), id + " is open and finished");
        require(job.completedAt() == null, id + " is open and has an end");
        Attempt live = job.liveAttempt();
        boolean started = live != null && live.startedAt() != null;
        require(
                (job.status() == JobStatus.RUNNING) == (started || job.batch() != null),
                id + " runs without a process");
        require(live == null || isHeld(job, live), id + " has no hold");
        require(live == null || job.notBefore() == null, id + " runs and waits at once");
        attempts(job);
    }

    private boolean isHeld(Job job, Attempt live) {
        ClusterNode node = state.nodes().get(live.node());
        Hold hold = node == null ? null : node.holds().get(job.id());
        return hold != null
                && hold.attempt() == live.number()
                && hold.token().equals(live.token())
                && hold.resources().equals(job.spec().resources());
    }

    private void finishedJob(JobId id, Job job) {
        require(job.id().equals(id), id + " is filed under a wrong id");
        require(job.status().isFinal(), id + " is finished and " + job.status());
        require(job.completedAt() != null, id + " is finished without an end");
        require(job.liveAttempt() == null, id + " is finished with a live attempt");
        require(
                (job.status() == JobStatus.COMPLETED && job.batch() == null)
                        == (job.outputPath() != null),
                id + " is " + job.status() + " with output " + job.outputPath());
        attempts(job);
    }

    /** I2: the attempts are numbered, only the last may be live, each end has its reason. */
    private void attempts(Job job) {
        int number = 0;
        for (Attempt attempt : job.attempts()) {
            number++;
            String name = job.id() + " attempt " + number;
            require(attempt.number() == number, name + " has number " + attempt.number());
            require(
                    !attempt.isLive() || number == job.attempts().size(),
                    name + " lives beside a later one");
            require(attempt.isLive() == (attempt.reason() == null), name + " has no reason to end");
            require(
                    !attempt.epoch().isOlderThan(io.ringrift.p2p.model.Epoch.NONE.next()),
                    name + " was assigned before anybody led");
            require(
                    !state.lease().epoch().isOlderThan(attempt.epoch()),
                    name + " was assigned by a leader to come");
        }
        require(
                job.attempts().stream().map(Attempt::token).distinct().count()
                        == job.attempts().size(),
                job.id() + " used a token twice");
        require(
                job.failures() >= 0 && job.failures() <= job.attempts().size(),
                job.id() + " has " + job.failures() + " failures");
    }

    /** I11: what is reserved is what is held, and no hold outlives its reason. */
    private void node(ClusterNode node) {
        Resources sum = Resources.NONE;
        for (var entry : node.holds().entrySet()) {
            Hold hold = entry.getValue();
            sum = sum.plus(hold.resources());
            Job job = state.job(entry.getKey());
            boolean known = job != null && hold.attempt() <= job.attempts().size();
            require(known, node.id() + " holds an unknown attempt of " + entry.getKey());
            if (job != null && known) {
                Attempt attempt = job.attempts().get(hold.attempt() - 1);
                require(
                        attempt.node().equals(node.id()) && attempt.token().equals(hold.token()),
                        node.id() + " holds another's attempt of " + job.id());
                require(
                        attempt.isLive()
                                || attempt.reason() == ExitReason.CANCELLED
                                || attempt.reason() == ExitReason.STALLED,
                        node.id() + " holds an ended attempt of " + job.id());
            }
        }
        NodeStatus status = node.status();
        require(
                status.presence() == io.ringrift.p2p.model.Presence.PRESENT
                        || status.since() != null,
                node.id() + " is " + status.presence() + " since nobody knows when");
        require(
                status.history().size() <= NodeStatus.MAX_HISTORY,
                node.id() + " remembers " + status.history().size() + " changes");
        require(
                node.holds().size() < 2
                        || node.holds().keySet().stream().noneMatch(this::isExclusive),
                node.id() + " holds others beside a job that wants it for itself");
        require(
                node.profile().work().size() <= NodeProfile.MOST_WORK,
                node.id() + " remembers too much");
        require(
                sum.equals(node.reserved()),
                node.id() + " reserves " + node.reserved() + ", its holds are " + sum);
    }

    private boolean isExclusive(JobId id) {
        Job job = state.job(id);
        return job != null && job.spec().requirements().exclusive();
    }

    /** A whole counts its live parts, gives no game away twice, and is not outlived by a part. */
    private void batches() {
        Map<JobId, Integer> live = new TreeMap<>();
        for (Job job : state.open().values()) {
            JobId whole = job.spec().partOf();
            if (whole != null) {
                live.merge(whole, 1, Integer::sum);
                require(state.open().containsKey(whole), job.id() + " outlives its whole " + whole);
            }
        }
        for (Job job : state.open().values()) {
            Batch batch = job.batch();
            if (batch != null) {
                require(
                        batch.live() == live.getOrDefault(job.id(), 0),
                        job.id() + " counts " + batch + ", live are " + live.get(job.id()));
                require(
                        batch.givenGames() <= job.spec().numGames() && batch.doneGames() >= 0,
                        job.id() + " has given away too much: " + batch);
                require(
                        batch.live() > 0 || job.restGames() > 0,
                        job.id() + " has no part left and did not end");
            }
        }
    }

    private void queue() {
        TreeSet<QueueKey> queued = new TreeSet<>();
        state.open().values().stream()
                .filter(Job::isQueued)
                .forEach(job -> queued.add(QueueKey.of(job)));
        require(
                queued.size() == state.queue().size() && state.queue().containsAll(queued),
                "the queue is not the queued jobs: " + state.queue() + " for " + queued);
    }

    private void keys() {
        require(
                state.keys().size() == state.keysByAge().size(),
                state.keys().size() + " keys, by age " + state.keysByAge().size());
        state.keysByAge()
                .forEach(
                        (jobId, key) -> {
                            Submission submission = state.keys().get(key);
                            require(
                                    submission != null && submission.jobId().equals(jobId),
                                    "key " + key + " does not lead to " + jobId);
                            require(state.job(jobId) != null, "key " + key + " outlived its job");
                        });
    }

    private void catalogue() {
        state.catalogue()
                .files()
                .forEach(
                        (key, held) -> {
                            require(held.file().key().equals(key), key + " is filed wrongly");
                            require(!held.holders().isEmpty(), key + " is nowhere");
                            require(
                                    state.nodes().keySet().containsAll(held.holders()),
                                    key + " is on unknown nodes: " + held.holders());
                        });
        require(
                state.nodes().keySet().containsAll(state.catalogue().marks().keySet()),
                "manifests of unknown nodes: " + state.catalogue().marks().keySet());
        state.catalogue()
                .keeping()
                .leaving()
                .forEach(
                        (node, copies) -> {
                            require(
                                    state.nodes().containsKey(node) && !copies.isEmpty(),
                                    "copies leave " + node + ": " + copies);
                            for (DataKey key : copies) {
                                Catalogue.Held held = state.catalogue().files().get(key);
                                require(
                                        held == null || !held.holders().contains(node),
                                        key + " leaves " + node + " and counts there");
                            }
                        });
    }

    /** I12: every job taken in is open, has ended in one of three ways, or was forgotten since. */
    private void conservation() {
        Tally tally = state.tally();
        long ended = tally.completed() + tally.failed() + tally.cancelled();
        require(
                tally.submitted() == state.open().size() + ended,
                tally + " does not add up with " + state.open().size() + " open jobs");
        require(
                ended == state.finished().size() + tally.forgotten(),
                tally + " does not add up with " + state.finished().size() + " finished jobs");
        require(tally.games() >= 0, tally + " has lost games");
    }
}
