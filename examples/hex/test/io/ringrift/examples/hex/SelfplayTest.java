package io.ringrift.examples.hex;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelfplayTest {
    private static final int GAMES = 20;

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 7})
    void aGameIsLegalAndNeitherTooShortNorTooLong(int size) {
        Grid grid = new Grid(size);
        Selfplay selfplay = new Selfplay(grid, new Search(Model.untrained(), 16));
        for (int seed = 0; seed < GAMES; seed++) {
            Game game = selfplay.play(seed);

            Replay.play(new GridGame(grid, game), (_, _) -> {});
            assertThat(game.moves()).hasSizeBetween(2 * size - 1, grid.cells());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -5})
    void theSameSeedGivesTheSameGame(long seed) {
        Grid grid = new Grid(5);
        Selfplay selfplay = new Selfplay(grid, new Search(Model.untrained(), 32));

        assertThat(line(grid, selfplay.play(seed))).isEqualTo(line(grid, selfplay.play(seed)));
        assertThat(line(grid, selfplay.play(seed)))
                .isNotEqualTo(line(grid, selfplay.play(seed + 1)));
    }

    private static String line(Grid grid, Game game) {
        return GameLine.put(new JsonObject(), grid, game).json().toString();
    }
}
