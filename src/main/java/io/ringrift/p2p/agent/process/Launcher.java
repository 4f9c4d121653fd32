package io.ringrift.p2p.agent.process;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Starts processes that outlive us: each leads a session and group of its own where the machine has
 * {@code setsid}, writes straight to a file, and reads nothing.
 *
 * <p>{@code setsid} replaces itself by the program, because a freshly started child leads no group
 * yet; so the number of the child is the number of the group.
 */
public final class Launcher {

    private static final File NOTHING = new File("/dev/null");

    private final Processes processes;
    private final Signals signals = new Signals();
    private final Optional<Path> setsid;

    public Launcher(Processes processes, String path) {
        this.processes = processes;
        this.setsid = Executables.find("setsid", Path.of("/"), path);
    }

    /**
     * Starts a process.
     *
     * @throws IOException when the system refuses
     */
    public JobProcess launch(Launch launch) throws IOException {
        List<String> command =
                Stream.concat(setsid.map(Path::toString).stream(), launch.command().stream())
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
        ProcessIdentity identity =
                processes
                        .identify(child.pid())
                        .orElseGet(() -> new ProcessIdentity(child.pid(), "already gone"));
        return new JobProcess(
                processes, signals, identity, setsid.isPresent(), launch.mark(), child);
    }

    /** A process that an earlier life of this program started; its exit code stays unknown. */
    public JobProcess adopt(ProcessIdentity identity, boolean ownGroup, String mark) {
        return new JobProcess(processes, signals, identity, ownGroup, mark, null);
    }

    /** Looks for a process by what it inherited. */
    public Optional<JobProcess> find(String mark) {
        return processes.find(mark).map(found -> adopt(found, setsid.isPresent(), mark));
    }
}
