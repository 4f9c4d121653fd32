package io.ringrift.p2p.peers;

import io.ringrift.p2p.engine.ClusterNode;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.Decision;
import io.ringrift.p2p.engine.Event;
import io.ringrift.p2p.engine.NodeStatus.Drain;
import io.ringrift.p2p.engine.Rejection;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.web.CommandGate;
import io.ringrift.p2p.web.Problem;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Carries out what people order about nodes. */
final class NodeDesk {

    private static final Logger LOG = LoggerFactory.getLogger(NodeDesk.class);

    private final CommandLog log;
    private final CommandGate gate;

    NodeDesk(CommandLog log, CommandGate gate) {
        this.log = log;
        this.gate = gate;
    }

    /**
     * What a drain would do to one attempt.
     *
     * @param then one sentence
     */
    record Fate(JobId jobId, int attempt, String jobType, String then) {}

    /** Puts it into the log; returns once it is durable, also when it was so before. */
    void order(Command.OfNode command) {
        switch (gate.submit(command).decision()) {
            case Decision.Accepted(var events) -> {
                for (Event event : events) {
                    LOG.info("{}", event);
                }
            }
            case Decision.Refused refused -> throw refusal(refused.why());
        }
    }

    /** A node of the latest state that this voter has applied. */
    ClusterNode find(NodeId id) {
        return find(log.picture().state(), id);
    }

    static ClusterNode find(ClusterState state, NodeId id) {
        ClusterNode node = state.nodes().get(id);
        if (node == null) {
            throw refusal(new Rejection.UnknownNode(id));
        }
        return node;
    }

    /** What a drain would do now, without doing it. */
    List<Fate> preview(NodeId id, Drain drain) {
        ClusterState state = log.picture().state();
        List<Fate> fates = new ArrayList<>();
        find(state, id)
                .holds()
                .forEach(
                        (jobId, hold) -> {
                            Job job = state.job(jobId);
                            if (job != null) {
                                fates.add(
                                        new Fate(
                                                jobId,
                                                hold.attempt(),
                                                job.spec().type().wireName(),
                                                then(job, drain)));
                            }
                        });
        return fates;
    }

    private static String then(Job job, Drain drain) {
        if (job.status().isFinal()) {
            return "is over and only being cleared away";
        }
        String deadline =
                drain.deadline() == null
                        ? ""
                        : "; killed and queued again at " + drain.deadline() + " if it still runs";
        return switch (drain.mode()) {
            case FINISH -> "may finish" + deadline;
            case CHECKPOINT -> "is told to stop (TERM) and queued again at no cost" + deadline;
            case KILL -> "is killed and queued again at no cost";
        };
    }

    private static RuntimeException refusal(Rejection why) {
        return switch (why) {
            case Rejection.UnknownNode r ->
                    Problem.of(
                            HttpStatus.NOT_FOUND, r.code(), "There is no node " + r.node() + ".");
            case Rejection.NodeHoldsWork r ->
                    Problem.of(
                            HttpStatus.CONFLICT,
                            r.code(),
                            String.format(
                                    Locale.ROOT,
                                    "Node %s is there and runs %d attempts; drain it first (POST"
                                            + " /nodes/%s/drain).",
                                    r.node(),
                                    r.attempts(),
                                    r.node()));
            case Rejection.OtherIncarnation r ->
                    Problem.of(
                            HttpStatus.CONFLICT,
                            r.code(),
                            "A later life of the agent speaks for node " + r.node() + ".");
            default -> Problem.of(HttpStatus.CONFLICT, why.code(), "Refused: " + why + ".");
        };
    }
}
