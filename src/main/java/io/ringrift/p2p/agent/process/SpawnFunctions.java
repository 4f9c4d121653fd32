package io.ringrift.p2p.agent.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandleProxies;
import java.util.Locale;
import java.util.Optional;

/** The C functions behind {@link NativeSpawn}; each returns 0 or an error number. */
final class SpawnFunctions {

    /** A function of one pointer. */
    @FunctionalInterface
    public interface One {
        int call(MemorySegment target);
    }

    /** A function of two pointers. */
    @FunctionalInterface
    public interface Two {
        int call(MemorySegment target, MemorySegment value);
    }

    /** A function of a pointer and a number. */
    @FunctionalInterface
    public interface WithInt {
        int call(MemorySegment target, int value);
    }

    /** A function of a pointer and a short number. */
    @FunctionalInterface
    public interface WithShort {
        int call(MemorySegment target, short value);
    }

    /** A function of a pointer and two numbers. */
    @FunctionalInterface
    public interface WithInts {
        int call(MemorySegment target, int from, int to);
    }

    /** posix_spawn_file_actions_addopen. */
    @FunctionalInterface
    public interface Open {
        int call(MemorySegment actions, int descriptor, MemorySegment path, int flags, int mode);
    }

    /** posix_spawn. */
    @FunctionalInterface
    public interface Spawn {
        int call(
                MemorySegment pid,
                MemorySegment program,
                MemorySegment actions,
                MemorySegment attributes,
                MemorySegment arguments,
                MemorySegment environment);
    }

    /** waitpid. */
    @FunctionalInterface
    public interface Wait {
        int call(int pid, MemorySegment status, int options);
    }

    private static final String ACTIONS = "posix_spawn_file_actions_";
    private static final String ATTRIBUTES = "posix_spawnattr_";

    final One attributesInit = bind(One.class, ATTRIBUTES + "init", ADDRESS);
    final One attributesDestroy = bind(One.class, ATTRIBUTES + "destroy", ADDRESS);
    final Two setSignalMask = bind(Two.class, ATTRIBUTES + "setsigmask", ADDRESS, ADDRESS);
    final WithShort setFlags = bind(WithShort.class, ATTRIBUTES + "setflags", ADDRESS, JAVA_SHORT);
    final One actionsInit = bind(One.class, ACTIONS + "init", ADDRESS);
    final One actionsDestroy = bind(One.class, ACTIONS + "destroy", ADDRESS);
    final Open addOpen =
            bind(Open.class, ACTIONS + "addopen", ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    final WithInts addDuplicate =
            bind(WithInts.class, ACTIONS + "adddup2", ADDRESS, JAVA_INT, JAVA_INT);
    final Two addChangeDirectory = bind(Two.class, ACTIONS + "addchdir_np", ADDRESS, ADDRESS);
    final WithInt addCloseFrom =
            bind(WithInt.class, ACTIONS + "addclosefrom_np", ADDRESS, JAVA_INT);
    final Spawn spawn =
            bind(Spawn.class, "posix_spawn", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    final Wait waitFor = bind(Wait.class, "waitpid", JAVA_INT, ADDRESS, JAVA_INT);

    private SpawnFunctions() {}

    /** Empty where one of them is missing. */
    static Optional<SpawnFunctions> find() {
        SymbolLookup lookup = Linker.nativeLinker().defaultLookup();
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        // Its presence says: glibc 2.34 or newer, whose constants and sizes we know.
        return system.equals("linux")
                        && lookup.find(ACTIONS + "addclosefrom_np").isPresent()
                        && lookup.find("gnu_get_libc_version").isPresent()
                ? Optional.of(new SpawnFunctions())
                : Optional.empty();
    }

    @SuppressWarnings("restricted")
    private static <T> T bind(Class<T> type, String name, MemoryLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        return MethodHandleProxies.asInterfaceInstance(
                type,
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow(name),
                        FunctionDescriptor.of(JAVA_INT, arguments)));
    }
}
