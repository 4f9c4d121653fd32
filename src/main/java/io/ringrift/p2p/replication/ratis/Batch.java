package io.ringrift.p2p.replication.ratis;

import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.replication.Applied;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Commands of this process that share one log entry, and what became of them. */
final class Batch {

    /** A command on its way; nobody compares these, so the array is harmless. */
    @SuppressWarnings("ArrayRecordComponent")
    record Waiting(Command command, byte[] document, CompletableFuture<Applied> outcome) {}

    private final List<Waiting> waiting;
    private volatile @Nullable List<Applied> applied;
    private volatile boolean mayBeInLog;

    Batch(List<Waiting> waiting) {
        this.waiting = List.copyOf(waiting);
    }

    List<Command> commands() {
        return waiting.stream().map(Waiting::command).toList();
    }

    List<byte[]> documents() {
        return waiting.stream().map(Waiting::document).toList();
    }

    /**
     * Notes that the entry is being written: no failure can prove any more that it is not there.
     */
    void appended() {
        mayBeInLog = true;
    }

    boolean mayBeInLog() {
        return mayBeInLog;
    }

    /** Notes the decisions; the callers learn of them when the append is acknowledged. */
    void applied(List<Applied> decisions) {
        this.applied = decisions;
    }

    /** Tells the callers; false when the entry was not applied in this process. */
    boolean complete() {
        List<Applied> decisions = applied;
        if (decisions == null) {
            return false;
        }
        for (int i = 0; i < waiting.size(); i++) {
            waiting.get(i).outcome().complete(decisions.get(i));
        }
        return true;
    }

    void fail(RuntimeException why) {
        waiting.forEach(one -> one.outcome().completeExceptionally(why));
    }
}
