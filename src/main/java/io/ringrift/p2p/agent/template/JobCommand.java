package io.ringrift.p2p.agent.template;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A template filled in for one attempt.
 *
 * @param command program and arguments
 * @param environment the whole environment
 * @param directory where to run
 * @param mark the entry of the environment that no other attempt has
 */
public record JobCommand(
        List<String> command, Map<String, String> environment, Path directory, String mark) {

    public JobCommand {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
