package io.ringrift.examples.hex;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** A file with one game per line. */
final class GameFile {
    private GameFile() {}

    /**
     * Hands each game of the file to the consumer, which may refuse it with an {@link
     * IllegalArgumentException}.
     *
     * @return the number of games
     * @throws InvalidInput naming the file and the line that is refused
     */
    static int read(Path file, Consumer<GridGame> consumer) {
        List<String> lines = lines(file);
        for (int i = 0; i < lines.size(); i++) {
            try {
                consumer.accept(GameLine.parse(lines.get(i)));
            } catch (IllegalArgumentException e) {
                throw new InvalidInput(file + " line " + (i + 1), String.valueOf(e.getMessage()));
            }
        }
        return lines.size();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new InvalidInput(file.toString(), "cannot be read as a games file");
        }
    }
}
