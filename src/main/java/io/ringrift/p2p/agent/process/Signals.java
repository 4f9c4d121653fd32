package io.ringrift.p2p.agent.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandleProxies;

/** kill(2), because the JDK can signal one process but not a group. */
final class Signals {

    static final int TERM = 15;
    static final int KILL = 9;
    private static final int NONE = 0;

    /** The C function. */
    @FunctionalInterface
    public interface Kill {
        int kill(int target, int signal);
    }

    private final Kill kill;

    @SuppressWarnings("restricted")
    Signals() {
        Linker linker = Linker.nativeLinker();
        kill =
                MethodHandleProxies.asInterfaceInstance(
                        Kill.class,
                        linker.downcallHandle(
                                linker.defaultLookup().findOrThrow("kill"),
                                FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT)));
    }

    /** Signals one process; false when there is none that we may signal. */
    boolean toProcess(long pid, int signal) {
        return pid > 1 && kill.kill(Math.toIntExact(pid), signal) == 0;
    }

    /** Signals every process of a group; false when it is empty. */
    boolean toGroup(long group, int signal) {
        return group > 1 && kill.kill(-Math.toIntExact(group), signal) == 0;
    }

    /** Whether the group has members, zombies included. */
    boolean groupExists(long group) {
        return toGroup(group, NONE);
    }
}
