package io.ringrift.examples.hex;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The job as the orchestrator describes it: by environment variables whose names start with {@code
 * RINGRIFT_}. Every refusal is an {@link InvalidInput} that names the variable.
 */
final class JobEnvironment {
    private static final int MAX_GAMES = 1_000_000;

    private final Map<String, String> variables;

    JobEnvironment(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    ConfigKey configKey() {
        try {
            return ConfigKey.parse(required("RINGRIFT_CONFIG_KEY"));
        } catch (IllegalArgumentException e) {
            throw new InvalidInput("RINGRIFT_CONFIG_KEY", String.valueOf(e.getMessage()));
        }
    }

    int games() {
        String name = "RINGRIFT_NUM_GAMES";
        return Count.parse(name, required(name), MAX_GAMES);
    }

    /** The seed of the job; without one it follows from the job's identity, so a retry repeats. */
    long seed() {
        Optional<String> text = find("RINGRIFT_SEED");
        if (text.isEmpty()) {
            byte[] id = required("RINGRIFT_JOB_ID").getBytes(StandardCharsets.UTF_8);
            return Long.parseUnsignedLong(Sha256.hex(id), 0, 16, 16);
        }
        try {
            return Long.parseLong(text.get());
        } catch (NumberFormatException _) {
            throw new InvalidInput(
                    "RINGRIFT_SEED", "'" + text.get() + "' is not a signed 64-bit number");
        }
    }

    Path outputFolder() {
        Path folder = Path.of(required("RINGRIFT_OUTPUT_DIR"));
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new InvalidInput("RINGRIFT_OUTPUT_DIR", folder + " is not a writable folder");
        }
        return folder;
    }

    /**
     * Where attempts of the same job on this node leave something for the next; empty if nowhere.
     */
    Optional<Path> checkpointFolder() {
        String name = "RINGRIFT_CHECKPOINT_DIR";
        Optional<Path> folder = find(name).map(Path::of);
        if (folder.isPresent() && !Files.isDirectory(folder.get())) {
            throw new InvalidInput(name, folder.get() + " is not a folder");
        }
        return folder;
    }

    Path resultFile() {
        Path file = Path.of(required("RINGRIFT_RESULT_FILE"));
        if (!file.isAbsolute() || !Files.isDirectory(file.resolveSibling(""))) {
            throw new InvalidInput(
                    "RINGRIFT_RESULT_FILE", file + " is not an absolute path in a folder");
        }
        return file;
    }

    Metadata metadata() {
        return new Metadata("RINGRIFT_METADATA", find("RINGRIFT_METADATA").orElse("{}"), inputs());
    }

    private Inputs inputs() {
        String name = "RINGRIFT_INPUTS_FILE";
        return find(name).map(file -> Inputs.read(name, Path.of(file))).orElse(Inputs.NONE);
    }

    private String required(String name) {
        return find(name).orElseThrow(() -> new InvalidInput(name, "is not set"));
    }

    private Optional<String> find(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
    }
}
