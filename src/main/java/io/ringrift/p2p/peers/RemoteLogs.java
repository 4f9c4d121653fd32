package io.ringrift.p2p.peers;

import io.ringrift.p2p.engine.ClusterNode;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.model.Attempt;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.wire.LogOrder;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.web.Problem;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;

/** Reads, for a caller of this leader, the log of a job that runs on another node. */
final class RemoteLogs {

    private static final int MAX_LINES = 10_000;

    /** A node that beats is told at once; this is how long it may take to find its log. */
    private static final Duration FIRST = Duration.ofSeconds(10);

    private static final Duration IDLE = Duration.ofMinutes(5);

    private final CommandLog log;
    private final PeerRegistry registry;
    private final LogRequests requests;
    private final BeatDesk beats;
    private final Supplier<UUID> ids;

    RemoteLogs(
            CommandLog log,
            PeerRegistry registry,
            LogRequests requests,
            BeatDesk beats,
            Supplier<UUID> ids) {
        this.log = log;
        this.registry = registry;
        this.requests = requests;
        this.beats = beats;
        this.ids = ids;
    }

    /**
     * What the caller asked for.
     *
     * @param attempt a number, or null for the latest
     */
    record Wanted(JobId job, @Nullable Integer attempt, int tail, boolean follow) {

        /**
         * Reads the parameters.
         *
         * @throws ErrorResponseException 400 naming the one that is wrong
         */
        static Wanted read(
                String job,
                @Nullable String attempt,
                @Nullable String tail,
                @Nullable String follow) {
            return new Wanted(
                    job(job),
                    attempt == null ? null : number("attempt", attempt, 1, 1_000_000),
                    tail == null ? 100 : number("tail", tail, 0, MAX_LINES),
                    switch (follow) {
                        case null -> false;
                        case "true", "" -> true;
                        case "false" -> false;
                        default -> throw Problem.invalid("follow", "must be true or false");
                    });
        }

        private static JobId job(String text) {
            try {
                return JobId.parse(text);
            } catch (IllegalArgumentException e) {
                throw Problem.invalid("job_id", "must be a UUID of 36 characters");
            }
        }

        private static int number(String field, String text, int least, int most) {
            int value = text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
            if (value < least || value > most) {
                throw Problem.invalid(
                        field, "must be a whole number from " + least + " to " + most);
            }
            return value;
        }
    }

    /**
     * The attempt whose log is wanted.
     *
     * @throws ErrorResponseException 404 {@code unknown_job} or {@code log_not_found}, 409 {@code
     *     not_started} when the job has no attempt yet
     */
    static Attempt attempt(ClusterState state, Wanted wanted) {
        Job job = state.job(wanted.job());
        if (job == null) {
            throw Problem.of(
                    HttpStatus.NOT_FOUND, "unknown_job", "There is no job " + wanted.job() + ".");
        }
        Attempt last = job.lastAttempt();
        if (last == null && job.batch() != null) {
            throw Problem.of(
                    HttpStatus.CONFLICT,
                    "in_parts",
                    "Job "
                            + job.id()
                            + " is done in parts, each with a log of its own; GET /jobs?part_of="
                            + job.id()
                            + " lists them.");
        }
        if (last == null) {
            throw Problem.of(
                    HttpStatus.CONFLICT,
                    "not_started",
                    "Job " + job.id() + " waits for a node and has printed nothing yet.");
        }
        int number = wanted.attempt() == null ? last.number() : wanted.attempt();
        if (number > job.attempts().size()) {
            throw Problem.of(
                    HttpStatus.NOT_FOUND,
                    "log_not_found",
                    "Job " + job.id() + " has no attempt " + number + ".");
        }
        return job.attempts().get(number - 1);
    }

    /** Asks the node and passes on what it sends, as it comes. */
    void copy(Wanted wanted, HttpServletResponse response)
            throws IOException, InterruptedException {
        ClusterState state = log.picture().state();
        Attempt attempt = attempt(state, wanted);
        requireAwake(state, attempt.node());
        LogRequests.Wish wish =
                requests.open(
                                attempt.node(),
                                new LogOrder(
                                        ids.get(),
                                        wanted.job(),
                                        attempt.number(),
                                        wanted.tail(),
                                        wanted.follow()))
                        .orElseThrow(
                                () ->
                                        Problem.tryLater(
                                                "too_many_followers",
                                                "As many logs of other nodes as allowed are being"
                                                        + " read; try again later.",
                                                5));
        try {
            beats.wake(attempt.node());
            LogRequests.Piece piece = wish.next(FIRST);
            if (piece == null) {
                throw silent(attempt.node(), "does not send the log");
            }
            if (!piece.found()) {
                throw Problem.of(
                        HttpStatus.NOT_FOUND,
                        "log_not_found",
                        "Node "
                                + attempt.node()
                                + " has no log of attempt "
                                + attempt.number()
                                + " (any more).");
            }
            pass(wish, piece, response);
        } finally {
            requests.close(wish);
        }
    }

    private static void pass(
            LogRequests.Wish wish, LogRequests.Piece first, HttpServletResponse response)
            throws IOException, InterruptedException {
        response.setContentType("text/plain;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        OutputStream out = response.getOutputStream();
        LogRequests.Piece piece = first;
        while (piece != null) {
            out.write(piece.text());
            out.flush();
            piece = piece.last() ? null : wish.next(IDLE);
        }
    }

    private void requireAwake(ClusterState state, NodeId id) {
        ClusterNode node = state.nodes().get(id);
        boolean awake =
                node != null
                        && registry.find(id)
                                .map(peer -> registry.health(peer, node).health().isAlive())
                                .orElse(false);
        if (!awake) {
            throw silent(id, "is not there at the moment");
        }
    }

    private static ErrorResponseException silent(NodeId node, String what) {
        return Problem.tryLater(
                "node_silent", "Node " + node + ", where the job ran, " + what + ".", 5);
    }
}
