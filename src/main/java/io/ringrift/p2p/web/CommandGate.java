package io.ringrift.p2p.web;

import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.Decision;
import io.ringrift.p2p.engine.Rejection;
import io.ringrift.p2p.replication.Applied;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.replication.DiskFullException;
import io.ringrift.p2p.replication.NotAcceptedException;
import io.ringrift.p2p.replication.NotLeadingException;
import io.ringrift.p2p.replication.OutcomeUnknownException;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Takes commands from the doors to the log and says honestly what became of them. */
public final class CommandGate {

    private final CommandLog log;
    private final Duration deadline;

    /**
     * @param deadline how long a caller waits for the log
     */
    public CommandGate(CommandLog log, Duration deadline) {
        this.log = log;
        this.deadline = deadline;
    }

    /**
     * Appends and waits. Blocks a virtual thread.
     *
     * @throws org.springframework.web.ErrorResponseException 503 {@code not_accepted} or {@code
     *     disk_full} when nothing happened, 503 {@code outcome_unknown} when it may have
     * @throws LeaderLostException when another voter leads; nothing happened
     */
    public Applied submit(Command command) {
        return await(log.submit(command));
    }

    /** Waits for a command that was appended before. */
    public Applied await(CompletableFuture<Applied> pending) {
        try {
            return settled(pending.get(deadline.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown("the wait for the log was interrupted");
        } catch (TimeoutException _) {
            throw unknown("the log did not answer within " + deadline.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case DiskFullException why ->
                        Problem.tryLater(
                                "disk_full", "Nothing was changed: " + why.getMessage() + ".", 30);
                case NotLeadingException why ->
                        new LeaderLostException(String.valueOf(why.getMessage()));
                case NotAcceptedException why ->
                        Problem.tryLater(
                                "not_accepted",
                                "Nothing was changed, try again: " + why.getMessage() + ".",
                                1);
                case OutcomeUnknownException why -> unknown(String.valueOf(why.getMessage()));
                case null, default -> new IllegalStateException("the log failed", e);
            };
        }
    }

    /** While a backup is taken in nothing is decided: what was asked is to be asked again. */
    private static Applied settled(Applied applied) {
        if (applied.decision() instanceof Decision.Refused(Rejection.BeingRestored why)) {
            throw Problem.tryLater(
                    why.code(),
                    "Nothing was changed: the cluster is being filled from a backup. If nobody is"
                            + " doing that any more, repeat it or call DELETE /cluster/restore.",
                    5);
        }
        return applied;
    }

    private static RuntimeException unknown(String why) {
        return Problem.tryLater(
                "outcome_unknown",
                "It may have happened or not ("
                        + why
                        + "); repeat it with the same Idempotency-Key to be sure.",
                1);
    }
}
