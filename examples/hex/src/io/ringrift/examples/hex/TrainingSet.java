package io.ringrift.examples.hex;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/** All positions of the games that a model learns from, in memory. */
final class TrainingSet {
    private final int size;
    private final Set<String> files;
    private final List<Sample> samples = new ArrayList<>();
    private int games;

    private TrainingSet(int size, Set<String> files) {
        this.size = size;
        this.files = new TreeSet<>(files);
    }

    /**
     * Reads the games of these files, each played through first.
     *
     * @param files by the SHA-256 of their content
     * @param size of the board that all games must be played on
     * @throws InvalidInput naming the line that is not such a game
     */
    static TrainingSet read(SortedMap<String, Path> files, int size) {
        TrainingSet set = new TrainingSet(size, files.keySet());
        for (Path file : files.values()) {
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

    /** What it was read from: the SHA-256 of each file, in order. */
    Set<String> files() {
        return files;
    }

    int games() {
        return games;
    }

    List<Sample> samples() {
        return List.copyOf(samples);
    }
}
