package io.ringrift.p2p.load;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What may be changed from the command line.
 *
 * @param given name to value
 */
record Options(Map<String, String> given) {

    int number(String name, int otherwise) {
        String value = given.get(name);
        return value == null ? otherwise : Integer.parseInt(value);
    }

    IntStream numbers(String name, String otherwise) {
        return Stream.of(given.getOrDefault(name, otherwise).split(",", -1))
                .mapToInt(Integer::parseInt);
    }

    boolean flag(String name) {
        return Boolean.parseBoolean(given.getOrDefault(name, "false"));
    }

    Path jar() {
        return Path.of(given.getOrDefault("jar", "target/p2p-orchestrator.jar")).toAbsolutePath();
    }

    /** More options for the virtual machine of the node, blank-separated. */
    Stream<String> jvm() {
        return Stream.of(given.getOrDefault("jvm", "").split(" ", -1)).filter(s -> !s.isEmpty());
    }
}
