package io.ringrift.examples.hex;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files of this machine that the orchestrator found for the job, newest first: what {@code
 * RINGRIFT_INPUTS_FILE} lists.
 */
final class Inputs {
    static final Inputs NONE = new Inputs(List.of());

    private final List<Input> files;

    private Inputs(List<Input> files) {
        this.files = List.copyOf(files);
    }

    private record Input(String kind, Path file, String sha256, int games) {}

    /**
     * Reads the list.
     *
     * @param source the name to blame if it cannot be read
     */
    static Inputs read(String source, Path list) {
        List<Input> files = new ArrayList<>();
        try {
            for (Json one : JsonFields.parse(Files.readString(list)).elements("files")) {
                JsonFields fields = JsonFields.of("files", one);
                files.add(
                        new Input(
                                JsonFields.text("kind", fields.get("kind")),
                                Path.of(JsonFields.text("file", fields.get("file"))),
                                JsonFields.text("sha256", fields.get("sha256")),
                                fields.integer("games")));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidInput(source, "cannot read " + list + ": " + e.getMessage());
        }
        return new Inputs(files);
    }

    /** The file with that content. */
    Optional<Path> withSha256(String sha256) {
        return files.stream()
                .filter(input -> input.sha256().equals(sha256))
                .map(Input::file)
                .findFirst();
    }

    /**
     * The newest files with games, as many as it takes.
     *
     * @param window games that are enough
     */
    List<Path> games(int window) {
        List<Path> newest = new ArrayList<>();
        long games = 0;
        for (Input input : files) {
            if (input.kind().equals("games") && games < window) {
                newest.add(input.file());
                games += input.games();
            }
        }
        return newest;
    }
}
