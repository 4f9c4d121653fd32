package io.ringrift.p2p.agent.process;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Starts processes that outlive us: each leads a session and group of its own where the machine can
 * do that, writes straight to a file, and reads nothing.
 */
public final class Launcher {

    private static final File NOTHING = new File("/dev/null");

    private final Processes processes;
    private final Signals signals = new Signals();
    private final Optional<NativeSpawn> spawn;
    private final Optional<Path> setsid;

    /**
     * @param path where to look for {@code setsid}, as in PATH
     */
    public Launcher(Processes processes, String path) {
        this(processes, path, NativeSpawn.find());
    }

    Launcher(Processes processes, String path, Optional<NativeSpawn> spawn) {
        this.processes = processes;
        this.spawn = spawn;
        this.setsid = Executables.find("setsid", Path.of("/"), path);
    }

    /**
     * Starts a process.
     *
     * @throws IOException when the system refuses
     */
    public JobProcess launch(Launch launch) throws IOException {
        return spawn.isPresent() ? launch(spawn.get(), launch) : launchByJdk(launch);
    }

    private JobProcess launch(NativeSpawn how, Launch launch) throws IOException {
        long pid = how.spawn(launch);
        // Nobody else reaps it, so the number means our child until we do.
        CompletableFuture<Integer> exit =
                ProcessHandle.of(pid)
                        .map(child -> child.onExit().thenApply(_ -> how.reap(pid)))
                        .orElseGet(() -> CompletableFuture.completedFuture(how.reap(pid)));
        return started(launch, pid, true, exit);
    }

    /**
     * {@code setsid} replaces itself by the program, because a freshly started child leads no group
     * yet; so the number of the child is the number of the group.
     */
    private JobProcess launchByJdk(Launch launch) throws IOException {
        List<String> command =
                Stream.of(
                                setsid.map(Path::toString).stream(),
                                Stream.of(launch.program().toString()),
                                launch.command().stream().skip(1))
                        .flatMap(part -> part)
                        .toList();
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(launch.directory().toFile())
                        .redirectErrorStream(true)
                        .redirectInput(Redirect.from(NOTHING))
                        .redirectOutput(Redirect.appendTo(launch.log().toFile()));
        builder.environment().clear();
        builder.environment().putAll(launch.environment());
        Process child = builder.start();
        return started(
                launch,
                child.pid(),
                setsid.isPresent(),
                child.onExit().thenApply(Process::exitValue));
    }

    private JobProcess started(
            Launch launch, long pid, boolean ownGroup, CompletableFuture<Integer> exit) {
        ProcessIdentity identity =
                processes.identify(pid).orElseGet(() -> new ProcessIdentity(pid, "already gone"));
        return new JobProcess(processes, signals, identity, ownGroup, launch.mark(), exit);
    }

    /** A process that an earlier life of this program started; its exit code stays unknown. */
    public JobProcess adopt(ProcessIdentity identity, boolean ownGroup, String mark) {
        return new JobProcess(processes, signals, identity, ownGroup, mark, null);
    }

    /** Looks for a process by what it inherited. */
    public Optional<JobProcess> find(String mark) {
        return processes
                .find(mark)
                .map(found -> adopt(found, spawn.isPresent() || setsid.isPresent(), mark));
    }
}
