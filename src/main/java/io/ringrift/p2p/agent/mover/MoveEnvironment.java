package io.ringrift.p2p.agent.mover;

import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What the program is told by its environment.
 *
 * @param job whose transfer it is
 * @param voters whom it may ask, in this order
 * @param token the cluster's, if there is one
 * @param dataDir of the node
 * @param result where the result belongs
 */
public record MoveEnvironment(
        UUID job, List<URI> voters, Optional<String> token, Path dataDir, Path result) {

    /** The first argument that makes the node's own program this one. */
    public static final String COMMAND = "move-data";

    private static final String VOTERS = "RINGRIFT_SYNC_VOTERS";
    private static final String TOKEN = "RINGRIFT_SYNC_TOKEN";
    private static final String DATA_DIR = "RINGRIFT_SYNC_DATA_DIR";

    public MoveEnvironment {
        voters = List.copyOf(voters);
    }

    /** What a template adds to the job contract's variables so that {@link #read} finds all. */
    public static Map<String, String> written(
            List<URI> voters, Optional<String> token, Path dataDir) {
        return Map.of(
                VOTERS,
                voters.stream().map(URI::toString).collect(Collectors.joining(",")),
                TOKEN,
                token.orElse(""),
                DATA_DIR,
                dataDir.toString());
    }

    /**
     * Reads the environment.
     *
     * @throws IllegalArgumentException naming the variable that is missing or malformed
     */
    static MoveEnvironment read(Map<String, String> environment) {
        return new MoveEnvironment(
                UUID.fromString(required(environment, "RINGRIFT_JOB_ID")),
                Arrays.stream(required(environment, VOTERS).split(",", -1))
                        .map(URI::create)
                        .toList(),
                Optional.ofNullable(environment.get(TOKEN)).filter(token -> !token.isEmpty()),
                Path.of(required(environment, DATA_DIR)),
                Path.of(required(environment, "RINGRIFT_RESULT_FILE")));
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(
                    name + " is not set: this program is run by the node, not by hand");
        }
        return value;
    }

    /** A secret has no place in a log. */
    @Override
    public String toString() {
        return "MoveEnvironment[job=" + job + ", voters=" + voters + ", dataDir=" + dataDir + "]";
    }
}
