package io.ringrift.examples.hex;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs the program as a worker would, with an environment that a test may change. */
final class JobRun {
    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    JobRun(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        set("JOB_ID", "job-1").set("ATTEMPT", "1").set("CONFIG_KEY", "hex3_2p");
        set("NUM_GAMES", "6").set("SEED", "42");
        set("OUTPUT_DIR", folder.toString());
        set("RESULT_FILE", folder.resolve("result.json").toString());
    }

    JobRun set(String name, String value) {
        environment.put("RINGRIFT_" + name, value);
        return this;
    }

    JobRun unset(String name) {
        environment.remove("RINGRIFT_" + name);
        return this;
    }

    JobRun metadata(String key, Object value) {
        return set("METADATA", new JsonObject().put(key, value.toString()).json().toString());
    }

    Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    /** Returns the exit code. */
    int run(String... arguments) {
        PrintStream outStream = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream errStream = new PrintStream(err, true, StandardCharsets.UTF_8);
        return new Main(environment, outStream, errStream).run(List.of(arguments));
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** The text of the result, without the figures that depend on the clock. */
    String result() throws IOException {
        return Files.readString(file("result.json"))
                .replaceAll("\"(seconds|games_per_second)\":[0-9.E-]+,", "");
    }
}
