package io.ringrift.p2p.agent.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandleProxies;
import java.util.Locale;

/**
 * Makes a thread step back for all others. Java's own thread priorities mean nothing on Linux,
 * where {@code setpriority} of the C library takes the calling thread for the process.
 */
public final class Niceness {

    private static final int PRIO_PROCESS = 0;
    private static final int CALLER = 0;

    /** {@code int setpriority(int which, int who, int value)}. */
    @FunctionalInterface
    public interface SetPriority {
        int call(int which, int who, int value);
    }

    private Niceness() {}

    /**
     * Lowers the calling thread, which must be one of the platform's.
     *
     * @param value 1 (a little) to 19 (only when nobody else wants the processor)
     * @return whether it is so now; elsewhere than on Linux it is not
     */
    @SuppressWarnings("restricted") // a function of the C library, with its own signature
    public static boolean lower(int value) {
        if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux")) {
            return false;
        }
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find("setpriority")
                .map(
                        function ->
                                MethodHandleProxies.asInterfaceInstance(
                                        SetPriority.class,
                                        linker.downcallHandle(
                                                function,
                                                FunctionDescriptor.of(
                                                        JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT))))
                .filter(function -> function.call(PRIO_PROCESS, CALLER, value) == 0)
                .isPresent();
    }
}
