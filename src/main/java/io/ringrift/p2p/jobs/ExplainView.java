package io.ringrift.p2p.jobs;

import io.ringrift.p2p.jobs.placement.Explanation;
import io.ringrift.p2p.jobs.placement.Score;
import io.ringrift.p2p.jobs.placement.Suggestion;
import io.ringrift.p2p.model.Attempt;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobStatus;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Obstacle;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Why a job waits, as the REST API shows it.
 *
 * @param verdict {@code starts}, {@code waits}, {@code back_off}, or {@code not_queued}
 * @param summary one sentence
 * @param nodeId where it goes or is
 * @param queuePosition 1 for the one that is served next
 * @param reasons how many nodes have which obstacle
 * @param nodes the nodes, those that could run it first, at most {@value #MOST_NODES}
 * @param nodesTotal how many there are
 */
record ExplainView(
        @Nullable JobId jobId,
        @Nullable JobStatus status,
        String verdict,
        String summary,
        @Nullable NodeId nodeId,
        @Nullable Integer queuePosition,
        @Nullable Integer queueLength,
        @Nullable Instant notBefore,
        @Nullable Map<String, Integer> reasons,
        @Nullable List<NodeLine> nodes,
        @Nullable Integer nodesTotal,
        @Nullable List<SuggestionLine> suggestions) {

    static final int MOST_NODES = 500;

    /**
     * What one node says.
     *
     * @param code the first rule that keeps the job off it; left out when none does
     * @param drift how fast it was at this kind of work against what its hardware promises
     */
    record NodeLine(
            NodeId nodeId,
            @Nullable Obstacle code,
            String message,
            @Nullable ScoreLine score,
            double drift) {}

    /** The parts of a score, docs/placement.md. */
    record ScoreLine(double total, double speed, double load, double fill, boolean recent) {

        static @Nullable ScoreLine of(@Nullable Score score) {
            return score == null
                    ? null
                    : new ScoreLine(
                            rounded(score.total()),
                            rounded(score.speed()),
                            rounded(score.load()),
                            rounded(score.fill()),
                            score.recent());
        }
    }

    /** One change that would start it: cancel the job and submit it so. */
    record SuggestionLine(
            Suggestion.Change change,
            @Nullable String field,
            @Nullable Object value,
            String message,
            @Nullable Instant until) {

        static SuggestionLine of(Suggestion s) {
            return new SuggestionLine(s.change(), s.field(), s.value(), s.sentence(), s.until());
        }
    }

    static ExplainView of(@Nullable Job job, Explanation e) {
        Map<String, Integer> reasons = new LinkedHashMap<>();
        e.counts().forEach((obstacle, count) -> reasons.put(obstacle.wireName(), count));
        return new ExplainView(
                job == null ? null : job.id(),
                job == null ? null : job.status(),
                e.goesTo() != null ? "starts" : e.notBefore() != null ? "back_off" : "waits",
                summary(e),
                e.goesTo(),
                e.ahead() + 1,
                e.queued(),
                e.notBefore(),
                reasons,
                e.nodes().stream()
                        .sorted(
                                (a, b) ->
                                        Boolean.compare(a.obstacle() != null, b.obstacle() != null))
                        .limit(MOST_NODES)
                        .map(
                                one ->
                                        new NodeLine(
                                                one.node(),
                                                one.obstacle(),
                                                one.sentence(),
                                                ScoreLine.of(one.score()),
                                                rounded(one.drift())))
                        .toList(),
                e.nodes().size(),
                e.suggestions().stream().map(SuggestionLine::of).toList());
    }

    private static String summary(Explanation e) {
        if (e.goesTo() != null) {
            return "It goes to " + e.goesTo() + " in the next round.";
        }
        if (e.notBefore() != null) {
            return "It waits for its back-off to end at " + e.notBefore() + ".";
        }
        return e.nodes().isEmpty()
                ? "There is no node."
                : "None of "
                        + e.nodes().size()
                        + " nodes takes it now, with "
                        + e.ahead()
                        + " jobs served before it.";
    }

    /** It runs, has a node, or has ended. */
    static ExplainView notQueued(Job job) {
        Attempt last = job.lastAttempt();
        NodeId node = last == null ? null : last.node();
        String where = node == null ? "" : " on " + node;
        String summary =
                switch (job.status()) {
                    case PENDING -> "It has a node and starts" + where + ".";
                    case RUNNING -> "It runs" + where + ".";
                    case COMPLETED -> "It is done.";
                    case FAILED -> "It failed: " + job.error();
                    case CANCELLED -> "It was cancelled.";
                };
        return new ExplainView(
                job.id(),
                job.status(),
                "not_queued",
                summary,
                node,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static double rounded(double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }
}
