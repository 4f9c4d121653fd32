package io.ringrift.examples.hex;

import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The details of a job beyond its game and size: a JSON object of strings and numbers. */
final class Metadata {
    private static final String DIGEST = "sha256:";

    private final String source;
    private final JsonFields fields;
    private final Inputs inputs;

    /**
     * Reads the object.
     *
     * @param source the name to blame if something is wrong
     * @param inputs files that it may name by their content
     */
    Metadata(String source, String text, Inputs inputs) {
        this.source = source;
        this.inputs = inputs;
        try {
            this.fields = JsonFields.parse(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidInput(source, String.valueOf(e.getMessage()));
        }
    }

    /** The value of a key; empty if the key is missing or its value the empty string. */
    Optional<String> find(String key) {
        return fields.find(key).map(value -> text(key, value)).filter(text -> !text.isEmpty());
    }

    /**
     * A file or folder; relative paths start from where the job runs. {@code sha256:} and a digest
     * name the input with that content.
     */
    Optional<Path> findPath(String key) {
        return find(key).map(text -> text.startsWith(DIGEST) ? input(key, text) : path(key, text));
    }

    private Path input(String key, String text) {
        return inputs.withSha256(text.substring(DIGEST.length()))
                .orElseThrow(
                        () ->
                                new InvalidInput(
                                        blame(key), text + " is not among the job's inputs"));
    }

    /** The newest files with games that the orchestrator found, as many as it takes. */
    List<Path> inputGames(int window) {
        return inputs.games(window);
    }

    /** Files or folders, separated as the platform separates paths; empty without the key. */
    List<Path> paths(String key) {
        String separator = Pattern.quote(File.pathSeparator);
        return find(key).stream()
                .flatMap(text -> Stream.of(text.split(separator)))
                .map(text -> path(key, text))
                .toList();
    }

    /** A whole number from 1 to the limit. */
    int count(String key, int fallback, int limit) {
        return find(key).map(text -> Count.parse(blame(key), text, limit)).orElse(fallback);
    }

    private String text(String key, Json value) {
        return switch (value) {
            case Json.Text(String text) -> text;
            case Json.Num(String literal) -> literal;
            default -> throw new InvalidInput(blame(key), "is neither string nor number");
        };
    }

    private Path path(String key, String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new InvalidInput(blame(key), e.getReason());
        }
    }

    /** How to name a key in a refusal. */
    String blame(String key) {
        return source + " key '" + key + "'";
    }
}
