package io.ringrift.p2p.agent.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.List;
import java.util.Optional;

/**
 * posix_spawn(3) with a session of its own: one program start per job, where the JDK's way needs
 * three (its spawn helper, setsid, the program). Only with the GNU C library 2.34 or newer, which
 * can close every other descriptor in the child; without that a job would inherit our sockets and
 * keep the port after our death.
 */
final class NativeSpawn {

    // spawn.h, fcntl.h and signal.h of Linux with glibc, the same on x86-64 and aarch64.
    private static final short SETSIGMASK = 0x08;
    private static final short SETSID = 0x80;
    private static final int APPEND = 0x1 | 0x40 | 0x400;
    private static final int OWNER_ONLY = 0600;
    private static final long SIGNAL_SET_BYTES = 128;
    private static final long STRUCT_BYTES = 1024;
    private static final int FIRST_OTHER = 3;
    private static final int ENOENT = 2;
    private static final int ENOEXEC = 8;
    private static final int EACCES = 13;

    private final SpawnFunctions c;

    private NativeSpawn(SpawnFunctions c) {
        this.c = c;
    }

    /** Empty where the C library cannot do it. */
    static Optional<NativeSpawn> find() {
        return SpawnFunctions.find().map(NativeSpawn::new);
    }

    /**
     * Starts a program as the leader of a new session.
     *
     * @return its number; whoever started it must {@link #reap} it
     */
    long spawn(Launch launch) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(STRUCT_BYTES, 16);
            MemorySegment actions = arena.allocate(STRUCT_BYTES, 16);
            check(c.attributesInit.call(attributes));
            check(c.actionsInit.call(actions));
            try {
                return spawn(launch, arena, attributes, actions);
            } finally {
                int _ = c.actionsDestroy.call(actions);
                int _ = c.attributesDestroy.call(attributes);
            }
        }
    }

    private long spawn(Launch launch, Arena arena, MemorySegment attributes, MemorySegment actions)
            throws IOException {
        // Threads of the JVM block signals; a job must start with none blocked.
        check(c.setSignalMask.call(attributes, arena.allocate(SIGNAL_SET_BYTES, 8)));
        check(c.setFlags.call(attributes, (short) (SETSID | SETSIGMASK)));
        MemorySegment log = arena.allocateFrom(launch.log().toString());
        check(c.addOpen.call(actions, 0, arena.allocateFrom("/dev/null"), 0, 0));
        check(c.addOpen.call(actions, 1, log, APPEND, OWNER_ONLY));
        check(c.addDuplicate.call(actions, 1, 2));
        check(
                c.addChangeDirectory.call(
                        actions, arena.allocateFrom(launch.directory().toString())));
        check(c.addCloseFrom.call(actions, FIRST_OTHER));
        List<String> environment =
                launch.environment().entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toList();
        MemorySegment pid = arena.allocate(JAVA_INT);
        MemorySegment program = arena.allocateFrom(launch.program().toString());
        check(
                c.spawn.call(
                        pid,
                        program,
                        actions,
                        attributes,
                        strings(arena, launch.command()),
                        strings(arena, environment)));
        return pid.get(JAVA_INT, 0);
    }

    /** The exit code of a child that has ended, as a shell would say it; -1 when it is no child. */
    int reap(long pid) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment status = arena.allocate(JAVA_INT);
            if (c.waitFor.call((int) pid, status, 0) != (int) pid) {
                return -1;
            }
            int value = status.get(JAVA_INT, 0);
            int signal = value & 0x7f;
            return signal == 0 ? (value >> 8) & 0xff : 128 + signal;
        }
    }

    private static MemorySegment strings(SegmentAllocator arena, List<String> texts)
            throws IOException {
        MemorySegment array =
                arena.allocate(MemoryLayout.sequenceLayout(texts.size() + 1L, ADDRESS));
        for (int i = 0; i < texts.size(); i++) {
            if (texts.get(i).indexOf('\0') >= 0) {
                throw new IOException("an argument or variable holds a NUL character");
            }
            array.setAtIndex(ADDRESS, i, arena.allocateFrom(texts.get(i)));
        }
        return array;
    }

    private static void check(int error) throws IOException {
        switch (error) {
            case 0 -> {}
            case ENOENT, ENOEXEC, EACCES -> throw new UnrunnableProgramException(reason(error));
            default -> throw new IOException("posix_spawn failed: " + reason(error));
        }
    }

    private static String reason(int error) {
        return switch (error) {
            case ENOENT -> "its interpreter does not exist";
            case 7 -> "arguments and environment are too long";
            case ENOEXEC -> "it is no program, and no script that names its interpreter";
            case 11 -> "too many processes";
            case 12 -> "out of memory";
            case EACCES -> "permission denied";
            case 23, 24 -> "too many open files";
            case 28 -> "no space left on device";
            default -> "error " + error;
        };
    }
}
