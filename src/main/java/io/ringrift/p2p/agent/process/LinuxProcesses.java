package io.ringrift.p2p.agent.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** Reads {@code /proc}. */
final class LinuxProcesses implements Processes {

    /**
     * A job's children have higher numbers than itself. When fewer than this many were handed out
     * since it started, asking for each beats listing every process of the machine.
     */
    private static final long NEAR = 512;

    private final Path proc;
    private final String bootId;
    private final Signals signals = new Signals();

    LinuxProcesses(Path proc) {
        this.proc = proc;
        this.bootId = text(proc.resolve("sys/kernel/random/boot_id")).strip();
    }

    @Override
    public Optional<ProcessIdentity> identify(long pid) {
        return ProcStat.read(folder(pid))
                .map(stat -> new ProcessIdentity(pid, stat.startTicks() + "@" + bootId));
    }

    @Override
    public List<Long> belonging(ProcessIdentity leader, boolean ownGroup, String mark) {
        byte[] sought = bytes(mark);
        long pid = leader.pid();
        boolean group = ownGroup && groupIsOurs(leader) && signals.groupExists(pid);
        long newest = newestPid();
        boolean near = !group && newest >= pid && newest - pid < NEAR;
        LongStream candidates = near ? LongStream.range(pid + 1, newest + 1) : all();
        List<Long> others =
                candidates
                        .filter(each -> each != pid)
                        .filter(each -> belongs(each, group ? pid : -1, sought))
                        .boxed()
                        .toList();
        return isAlive(leader)
                ? LongStream.concat(LongStream.of(pid), others.stream().mapToLong(Long::longValue))
                        .boxed()
                        .toList()
                : others;
    }

    @Override
    public Optional<ProcessIdentity> find(String mark) {
        byte[] sought = bytes(mark);
        return all().filter(pid -> hasMark(pid, sought))
                .boxed()
                .flatMap(pid -> identify(pid).stream())
                .min(Comparator.comparingLong(ProcessIdentity::pid));
    }

    /**
     * The kernel gives a group's number to no new process while the group has a member. So when a
     * stranger holds the number, our group is empty.
     */
    private boolean groupIsOurs(ProcessIdentity leader) {
        return identify(leader.pid()).filter(now -> !now.equals(leader)).isEmpty();
    }

    private boolean belongs(long pid, long group, byte[] mark) {
        // A look at the folder first: most numbers have none, and an exception costs more.
        if (!folder(pid).toFile().exists()) {
            return false;
        }
        boolean member =
                group > 0
                        && ProcStat.read(folder(pid))
                                .filter(stat -> stat.group() == group)
                                .isPresent();
        return member || hasMark(pid, mark);
    }

    private boolean hasMark(long pid, byte[] mark) {
        try {
            // A zombie has no environment left, so it never matches.
            return contains(Files.readAllBytes(folder(pid).resolve("environ")), mark)
                    && ProcStat.read(folder(pid)).isPresent();
        } catch (IOException goneOrForeign) {
            return false;
        }
    }

    /** Whether an environment block holds the entry, as a whole. */
    static boolean contains(byte[] environment, byte[] entry) {
        int start = 0;
        while (start < environment.length) {
            int end = start;
            while (end < environment.length && environment[end] != 0) {
                end++;
            }
            if (Arrays.equals(environment, start, end, entry, 0, entry.length)) {
                return true;
            }
            start = end + 1;
        }
        return false;
    }

    private LongStream all() {
        String[] names = proc.toFile().list((File _, String name) -> isNumber(name));
        return names == null
                ? LongStream.empty()
                : Arrays.stream(names).mapToLong(Long::parseLong).sorted();
    }

    private static boolean isNumber(String name) {
        return name.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** The number handed out last, the fifth field of loadavg; 0 when it is not told. */
    private long newestPid() {
        String[] fields = text(proc.resolve("loadavg")).strip().split(" ", -1);
        return fields.length == 5 && isNumber(fields[4]) ? Long.parseLong(fields[4]) : 0;
    }

    private Path folder(long pid) {
        return proc.resolve(Long.toString(pid));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException absent) {
            return "";
        }
    }
}
