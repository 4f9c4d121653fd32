package io.ringrift.p2p.agent.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds programs as execvp(3) does. */
public final class Executables {

    private static final Pattern SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));

    private Executables() {}

    /**
     * The file that a command name means, absolute.
     *
     * @param directory where relative names with a slash start
     * @param path the value of PATH
     */
    public static Optional<Path> find(String name, Path directory, String path) {
        try {
            return (name.contains("/")
                            ? Stream.of(directory.resolve(name))
                            : SEPARATOR
                                    .splitAsStream(path)
                                    .filter(folder -> !folder.isEmpty())
                                    .map(folder -> Path.of(folder, name)))
                    .map(Path::toAbsolutePath)
                    .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                    .findFirst();
        } catch (InvalidPathException impossible) {
            return Optional.empty();
        }
    }
}
