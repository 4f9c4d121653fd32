package io.ringrift.p2p.agent.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A process to start.
 *
 * @param program the file to run
 * @param command its name and arguments, never a shell line
 * @param environment all of it
 * @param directory where it runs
 * @param log where its output is appended
 * @param mark the entry of the environment that all of the job's processes inherit
 */
public record Launch(
        Path program,
        List<String> command,
        Map<String, String> environment,
        Path directory,
        Path log,
        String mark) {

    public Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
