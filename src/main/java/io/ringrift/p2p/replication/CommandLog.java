package io.ringrift.p2p.replication;

import io.ringrift.p2p.engine.Command;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One order of commands, durable on a majority of the voters, and the state that follows from it.
 */
public interface CommandLog {

    /**
     * Appends a command. The future completes once the command is on the disks of a majority and
     * was applied here; then {@link #picture()} shows its effect.
     *
     * @return the decision, or exceptionally {@link NotAcceptedException} when the command is
     *     certainly not in the log, {@link OutcomeUnknownException} when it may or may not be
     */
    CompletableFuture<Applied> submit(Command command);

    /** The latest state applied on this node; may lag behind the leader's. */
    Picture picture();

    /**
     * A state that holds everything that was acknowledged, by any voter, before this call: the
     * leader is asked how far the log is, and this node catches up to there.
     *
     * @return exceptionally {@link NotAcceptedException} when no leader can be asked now
     */
    CompletableFuture<Picture> current();

    /** Why this node should rather not lead, in half a sentence; empty when nothing is wrong. */
    default Optional<String> handicap() {
        return Optional.empty();
    }

    /** Time since this node last heard from the leader; zero where it leads. */
    Duration age();

    /** What this node is in the election right now; answers from memory. */
    Standing standing();

    /**
     * Calls back after each applied log entry, on the applying thread: the callee must only note it
     * and return.
     */
    void onApplied(Consumer<Applied> listener);

    /** Tells a follower every entry; it must be there before the log is opened. */
    void attach(LogFollower follower);

    /** Calls back when {@link #standing()} changed, on a thread that must not be blocked. */
    void onStandingChanged(Consumer<Standing> listener);
}
