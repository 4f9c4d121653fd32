package io.ringrift.p2p;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The sources themselves, as people read them. */
class TidyTest {

    private static final Path MAIN = Path.of("src/main/java");
    private static final Path TEST = Path.of("src/test/java");
    private static final Path BENCH = Path.of("src/bench/java");
    private static final Path EXAMPLES = Path.of("examples");

    /** Put together, so that this file does not find itself. */
    private static final Pattern UNFINISHED =
            Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");

    private static final Pattern CATCH_ALL = Pattern.compile("catch\\s*\\([^)]*\\bThrowable\\b");

    private static final Pattern VAGUE = Pattern.compile(".*(Impl|Manager|Helper|Utils?)\\.java");

    @Test
    void filesStayShort() throws IOException {
        for (Path root : List.of(MAIN, TEST, BENCH, EXAMPLES)) {
            assertThat(tooLong(root, 400)).as("split these files").isEmpty();
        }
    }

    @Test
    void everyPackageSaysWhatItIsAndIsNullMarked() throws IOException {
        for (Path file : sources(MAIN)) {
            Path info = file.resolveSibling("package-info.java");
            assertThat(info).exists();
            assertThat(Files.readString(info)).startsWith("/**").contains("@NullMarked");
        }
    }

    @Test
    void nothingIsLeftUnfinished() throws IOException {
        for (Path root : List.of(MAIN, TEST, EXAMPLES)) {
            for (Path file : sources(root)) {
                assertThat(UNFINISHED.matcher(Files.readString(file)).find())
                        .as(file + " is unfinished")
                        .isFalse();
            }
        }
    }

    /** Read from the source: javac itself catches Throwable in every try with resources. */
    @Test
    void nobodyCatchesThrowable() throws IOException {
        for (Path root : List.of(MAIN, TEST, EXAMPLES)) {
            for (Path file : sources(root)) {
                assertThat(CATCH_ALL.matcher(Files.readString(file)).find())
                        .as(file + " catches Throwable; use the exception that can really come")
                        .isFalse();
            }
        }
    }

    @Test
    void namesSayWhatAClassIs() throws IOException {
        for (Path root : List.of(MAIN, TEST, EXAMPLES)) {
            assertThat(sources(root))
                    .noneMatch(file -> VAGUE.matcher(file.getFileName().toString()).matches());
        }
    }

    @Test
    void everyTestIsFound() throws IOException {
        for (Path file : sources(TEST)) {
            if (Files.readString(file).contains("\n    @Test\n")) {
                assertThat(file.getFileName().toString())
                        .as("surefire and failsafe skip other names")
                        .matches(".*(Test|IT|Kit)\\.java");
            }
        }
    }

    private static List<String> tooLong(Path root, int limit) throws IOException {
        try (Stream<Path> files = sources(root).stream()) {
            return files.filter(file -> lines(file) > limit)
                    .map(file -> file + " has " + lines(file) + " lines")
                    .toList();
        }
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static List<Path> sources(Path root) throws IOException {
        if (Files.notExists(root)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
