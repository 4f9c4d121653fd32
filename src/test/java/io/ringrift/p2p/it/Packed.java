package io.ringrift.p2p.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command that starts what the build has packed: unpacked, as in the image, and with the cache
 * of loaded classes that the build made, since integration tests start hundreds of nodes.
 */
public final class Packed {

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private Packed() {}

    /** Where the one jar lies that users start. */
    public static Path jar() {
        return Path.of(System.getProperty("orchestrator.jar"));
    }

    /** A node. */
    public static List<String> node(List<String> flags) {
        Path unpacked = Path.of(System.getProperty("orchestrator.unpacked"));
        Path cache = unpacked.resolve("start.aot");
        List<String> all = new ArrayList<>(flags);
        if (Files.exists(cache)) {
            all.add("-XX:AOTCache=" + cache);
        }
        return node(all, unpacked.resolve("p2p-orchestrator.jar"));
    }

    /** A node whose program is another jar. */
    public static List<String> node(List<String> flags, Path jar) {
        List<String> command = new ArrayList<>();
        command.add(JAVA);
        command.addAll(List.of(System.getProperty("orchestrator.flags").split(" ")));
        command.addAll(flags);
        command.addAll(List.of("-jar", jar.toString()));
        return command;
    }
}
