package io.ringrift.p2p.agent.attempt;

import io.ringrift.p2p.agent.process.JobProcess;
import io.ringrift.p2p.model.AttemptToken;
import io.ringrift.p2p.model.wire.AttemptReport;
import io.ringrift.p2p.model.wire.Progress;
import io.ringrift.p2p.model.wire.RunningAttempt;
import io.ringrift.p2p.model.wire.StartOrder;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** An attempt from its order to the leader's verdict on its end. */
final class LiveAttempt {

    private final AttemptKey key;
    private final StartOrder order;
    private final AttemptFolder folder;
    private final CompletableFuture<AttemptReport> end = new CompletableFuture<>();
    private volatile @Nullable Running running;
    private volatile @Nullable Progress progress;
    private volatile @Nullable String lastLine;
    private @Nullable StopRequest stop;
    private boolean terminating;
    private boolean graceOver;
    private boolean settling;

    /**
     * Its process.
     *
     * @param process the tree of processes
     * @param record what is on disk about it
     */
    record Running(JobProcess process, AttemptRecord record) {}

    LiveAttempt(AttemptKey key, StartOrder order, AttemptFolder folder) {
        this.key = key;
        this.order = order;
        this.folder = folder;
    }

    AttemptKey key() {
        return key;
    }

    StartOrder order() {
        return order;
    }

    AttemptToken token() {
        return order.token();
    }

    AttemptFolder folder() {
        return folder;
    }

    /** Completed once its end is known. */
    CompletableFuture<AttemptReport> end() {
        return end;
    }

    Optional<Running> running() {
        return Optional.ofNullable(running);
    }

    void running(Running started) {
        running = started;
    }

    void progress(Progress said) {
        progress = said;
    }

    void lastLine(@Nullable String said) {
        lastLine = said;
    }

    /** How the beat lists it. */
    RunningAttempt listed() {
        return new RunningAttempt(key.job(), key.attempt(), order.token(), progress, lastLine);
    }

    /** The first request wins; false when there was one. */
    synchronized boolean requestStop(StopRequest request) {
        if (stop != null || end.isDone()) {
            return false;
        }
        stop = request;
        return true;
    }

    synchronized Optional<StopRequest> stop() {
        return Optional.ofNullable(stop);
    }

    /** True for the first caller that carries out a stop. */
    synchronized boolean beginTerminating() {
        boolean first = !terminating;
        terminating = true;
        return first;
    }

    synchronized void endGrace() {
        graceOver = true;
    }

    synchronized boolean isGraceOver() {
        return graceOver;
    }

    /** Whether what is left of it may be killed: it ended by itself, or its grace is over. */
    synchronized boolean mayKill() {
        return stop == null || graceOver;
    }

    /** True for the one caller that sees the process gone first. */
    synchronized boolean beginSettling() {
        boolean first = !settling;
        settling = true;
        return first;
    }
}
