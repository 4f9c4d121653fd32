package io.ringrift.examples.hex;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Finds the games to learn from.
 *
 * <p>Files are ordered by the hash of their content and taken once each, so that the model depends
 * on the games only, not on where they happen to lie or on how often they are named.
 */
final class GameFiles {
    private static final String NAME = "games.jsonl";

    private final String source;
    private final SortedMap<String, Path> byHash = new TreeMap<>();

    private GameFiles(String source) {
        this.source = source;
    }

    /**
     * Finds the files, by the SHA-256 of their content.
     *
     * @param source the name to blame if there are none
     * @param paths files, or folders to search for files of the name {@value #NAME}
     */
    static SortedMap<String, Path> find(String source, List<Path> paths) {
        GameFiles files = new GameFiles(source);
        paths.forEach(files::addAllBelow);
        return files.byHash;
    }

    private void addAllBelow(Path path) {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(path)) {
            try (Stream<Path> below = Files.walk(path, FileVisitOption.FOLLOW_LINKS)) {
                below.filter(file -> file.endsWith(NAME)).forEach(found::add);
            } catch (IOException | UncheckedIOException _) {
                throw new InvalidInput(source, "cannot search " + path);
            }
        } else {
            found.add(path);
        }
        if (found.isEmpty()) {
            throw new InvalidInput(source, "there is no " + NAME + " below " + path);
        }
        found.forEach(this::add);
    }

    private void add(Path file) {
        try {
            byHash.putIfAbsent(Sha256.hex(Files.readAllBytes(file)), file);
        } catch (IOException _) {
            throw new InvalidInput(source, "cannot read " + file);
        }
    }
}
