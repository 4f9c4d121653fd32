package io.ringrift.p2p.agent.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the machine knows about its processes. Zombies count as gone. */
public interface Processes {

    /** The process that has this number now. */
    Optional<ProcessIdentity> identify(long pid);

    /**
     * Everything alive that belongs to the job whose first process was {@code leader}: itself, its
     * group if it leads one, and every process that inherited {@code mark} in its environment.
     *
     * @param mark {@code NAME=value}
     */
    List<Long> belonging(ProcessIdentity leader, boolean ownGroup, String mark);

    /** A process with {@code mark} in its environment, the oldest if there are several. */
    Optional<ProcessIdentity> find(String mark);

    /** Whether exactly this process is alive. */
    default boolean isAlive(ProcessIdentity process) {
        return identify(process.pid()).filter(process::equals).isPresent();
    }

    /** For the machine that this runs on. */
    static Processes ofThisMachine() {
        Path proc = Path.of("/proc");
        return Files.isReadable(proc.resolve("self/stat"))
                ? new LinuxProcesses(proc)
                : new PortableProcesses();
    }
}
