package io.ringrift.examples.hex;

import java.nio.file.Path;

/** Verifies that each line of a games or results file is a legal game with the right winner. */
public final class GameCheck {
    private GameCheck() {}

    /**
     * Plays each game through.
     *
     * @return how many games the file holds
     * @throws RuntimeException naming the file and the line that is no legal game, or the file if
     *     it cannot be read
     */
    public static int check(Path file) {
        return GameFile.read(file, game -> Replay.play(game, (_, _) -> {}));
    }
}
