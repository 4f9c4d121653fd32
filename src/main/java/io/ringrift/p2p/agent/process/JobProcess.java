package io.ringrift.p2p.agent.process;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The first process of a job and everything that came from it. */
public final class JobProcess {

    private final Processes processes;
    private final Signals signals;
    private final ProcessIdentity identity;
    private final boolean ownGroup;
    private final String mark;
    private final @Nullable CompletableFuture<Integer> exit;

    JobProcess(
            Processes processes,
            Signals signals,
            ProcessIdentity identity,
            boolean ownGroup,
            String mark,
            @Nullable CompletableFuture<Integer> exit) {
        this.processes = processes;
        this.signals = signals;
        this.identity = identity;
        this.ownGroup = ownGroup;
        this.mark = mark;
        this.exit = exit;
    }

    public ProcessIdentity identity() {
        return identity;
    }

    /** Whether it leads a process group. */
    public boolean hasOwnGroup() {
        return ownGroup;
    }

    /** Its exit code once it has ended; empty for an adopted process, which must be watched. */
    public Optional<CompletableFuture<Integer>> exit() {
        return Optional.ofNullable(exit);
    }

    /** Whether the first process is alive. */
    public boolean isAlive() {
        return exit == null ? processes.isAlive(identity) : !exit.isDone();
    }

    /** Everything of the job that is alive, outside its group too. */
    public List<Long> remaining() {
        return processes.belonging(identity, ownGroup, mark);
    }

    /** Asks the whole group to end. */
    public void terminate() {
        signal(Signals.TERM);
    }

    /** Kills everything of the job. Processes that fork meanwhile are caught by the next call. */
    public void kill() {
        signal(Signals.KILL);
        remaining().forEach(pid -> signals.toProcess(pid, Signals.KILL));
    }

    /**
     * The number of a process that ended may soon mean another, so each signal starts with a look
     * whether it still means ours.
     */
    private void signal(int signal) {
        if (!processes.isAlive(identity)) {
            return;
        }
        if (!ownGroup || !signals.toGroup(identity.pid(), signal)) {
            remaining().forEach(pid -> signals.toProcess(pid, signal));
        }
    }
}
