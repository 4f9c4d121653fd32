package io.ringrift.examples.hex;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** All positions of the games that a model learns from, in memory. */
final class TrainingSet {
    private final int size;
    private final List<Sample> samples = new ArrayList<>();
    private int games;

    private TrainingSet(int size) {
        this.size = size;
    }

    /**
     * Reads the games of these files, each played through first.
     *
     * @param size of the board that all games must be played on
     * @throws InvalidInput naming the line that is not such a game
     */
    static TrainingSet read(Collection<Path> files, int size) {
        TrainingSet set = new TrainingSet(size);
        for (Path file : files) {
            GameFile.read(file, set::add);
        }
        return set;
    }

    private void add(GridGame record) {
        if (record.grid().size() != size) {
            throw new IllegalArgumentException("the board size is not " + size);
        }
        Game game = record.game();
        if (game.visits().isEmpty()) {
            throw new IllegalArgumentException("'visits' are missing");
        }
        Replay.play(
                record,
                (position, ply) -> {
                    boolean won = position.toMove() == game.winner();
                    samples.add(new Sample(position, game.visits().get(ply), won));
                });
        games++;
    }

    int games() {
        return games;
    }

    List<Sample> samples() {
        return List.copyOf(samples);
    }
}
