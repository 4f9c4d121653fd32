package io.ringrift.p2p.it;

import io.ringrift.p2p.it.ClientHistory.Acknowledged;
import io.ringrift.p2p.it.ClientHistory.JobSeen;
import io.ringrift.p2p.it.ClientHistory.Leading;
import io.ringrift.p2p.it.ClientHistory.NodeSeen;
import io.ringrift.p2p.it.ClientHistory.Read;
import io.ringrift.p2p.it.ClientHistory.Tally;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Judges a recorded history and the final state: one sentence for each promise that was broken. */
final class HistoryChecker {

    private static final Set<String> FINAL = Set.of("completed", "failed", "cancelled");

    private final ClientHistory history;
    private final List<String> violations = new ArrayList<>();

    private HistoryChecker(ClientHistory history) {
        this.history = history;
    }

    /**
     * The violations, none when all is well.
     *
     * @param nodes the final state as each node shows it
     * @param tally the leader's counters, read when nothing was submitted any more
     */
    static List<String> check(ClientHistory history, List<NodeSeen> nodes, Tally tally) {
        HistoryChecker checker = new HistoryChecker(history);
        checker.oneJobPerKey();
        checker.leadersHaveTheirOwnEpochs();
        checker.readsAreFresh();
        nodes.forEach(checker::nothingIsLost);
        nodes.forEach(checker::attemptsAreExclusive);
        nodes.forEach(checker::cancelsHold);
        nodes.forEach(checker::endsAreFinal);
        checker.nothingIsMissingOrMade(tally);
        return List.copyOf(checker.violations);
    }

    private void require(boolean holds, String violation) {
        if (!holds) {
            violations.add(violation);
        }
    }

    /** I6. */
    private void oneJobPerKey() {
        Map<String, String> jobs = new HashMap<>();
        Map<String, String> keys = new HashMap<>();
        for (Acknowledged one : history.acknowledged()) {
            String job = jobs.putIfAbsent(one.key(), one.jobId());
            require(
                    job == null || job.equals(one.jobId()),
                    "I6: key %s became job %s and job %s".formatted(one.key(), job, one.jobId()));
            String key = keys.putIfAbsent(one.jobId(), one.key());
            require(
                    key == null || key.equals(one.key()),
                    "I6: job %s answers key %s and key %s".formatted(one.jobId(), key, one.key()));
        }
    }

    /** I4: no two share one, and who leads later has a higher one. */
    private void leadersHaveTheirOwnEpochs() {
        Map<Long, String> holders = new HashMap<>();
        long highest = 0;
        for (Leading one : history.leaders()) {
            String holder = holders.putIfAbsent(one.epoch(), one.node());
            require(
                    holder == null,
                    "I4: %s and %s both led under epoch %d"
                            .formatted(holder, one.node(), one.epoch()));
            require(
                    one.epoch() >= highest,
                    "I4: %s led under epoch %d after epoch %d"
                            .formatted(one.node(), one.epoch(), highest));
            highest = Math.max(highest, one.epoch());
        }
    }

    /** I5. */
    private void readsAreFresh() {
        for (Read read : history.reads()) {
            require(
                    read.code() != 404,
                    "I5: %s did not know job %s, which was acknowledged before"
                            .formatted(read.node(), read.jobId()));
        }
    }

    /** I1. */
    private void nothingIsLost(NodeSeen node) {
        for (Acknowledged one : history.acknowledged()) {
            require(
                    node.jobs().containsKey(one.jobId()),
                    "I1: job %s, acknowledged by %s for key %s, is not on %s"
                            .formatted(one.jobId(), one.node(), one.key(), node.node()));
        }
    }

    /** I2 and I3: a result counts once, and only where the job is completed. */
    private void attemptsAreExclusive(NodeSeen node) {
        node.jobs()
                .forEach(
                        (id, job) -> {
                            int done = Collections.frequency(job.reasons(), "done");
                            int due = job.status().equals("completed") ? 1 : 0;
                            require(
                                    done == due,
                                    "I2: job %s is %s on %s with %d results"
                                            .formatted(id, job.status(), node.node(), done));
                        });
    }

    /** I7. */
    private void cancelsHold(NodeSeen node) {
        for (String id : history.cancelled()) {
            JobSeen job = node.jobs().get(id);
            require(
                    job != null && job.status().equals("cancelled"),
                    "I7: job %s was cancelled and is %s on %s"
                            .formatted(id, job == null ? "gone" : job.status(), node.node()));
        }
        for (String id : history.tooLate()) {
            JobSeen job = node.jobs().get(id);
            require(
                    job != null
                            && FINAL.contains(job.status())
                            && !job.status().equals("cancelled"),
                    "I7: it was too late to cancel job %s, which is %s on %s"
                            .formatted(id, job == null ? "gone" : job.status(), node.node()));
        }
    }

    /** I5 again: what was read as ended has ended so. */
    private void endsAreFinal(NodeSeen node) {
        for (Read read : history.reads()) {
            JobSeen job = node.jobs().get(read.jobId());
            require(
                    !FINAL.contains(read.status())
                            || (job != null && job.status().equals(read.status())),
                    "I5: job %s was read as %s and is %s on %s"
                            .formatted(
                                    read.jobId(),
                                    read.status(),
                                    job == null ? "gone" : job.status(),
                                    node.node()));
        }
    }

    /** I12, and I6 seen from the other side: as many jobs as keys. */
    private void nothingIsMissingOrMade(Tally tally) {
        long sum = tally.open() + tally.completed() + tally.failed() + tally.cancelled();
        require(tally.submitted() == sum, "I12: the parts make %d: %s".formatted(sum, tally));
        Set<String> keys = new HashSet<>();
        history.acknowledged().forEach(one -> keys.add(one.key()));
        int open = history.unanswered().size();
        require(
                tally.submitted() >= keys.size() && tally.submitted() <= keys.size() + open,
                "I12: %d keys were acknowledged and %d left open, but %d jobs were made"
                        .formatted(keys.size(), open, tally.submitted()));
    }
}
