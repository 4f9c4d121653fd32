package io.ringrift.p2p.agent;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the JVM says of its machine, within the limits of a container. */
final class Machine {

    private Machine() {}

    static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** Main memory in bytes. */
    static long memory() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getTotalMemorySize();
    }

    /** Size in bytes of the file system that holds a folder, 0 when it does not say. */
    static long disk(Path folder) {
        try {
            return Math.max(0, Files.getFileStore(folder).getTotalSpace());
        } catch (IOException e) {
            return 0;
        }
    }

    static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
