package io.ringrift.examples.hex;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchTest {
    private final Grid grid = new Grid(3);

    private Position after(String... names) {
        Position position = new Position(grid);
        for (String name : names) {
            position.play(grid.named(name));
        }
        return position;
    }

    @Test
    void anUntrainedModelSeesAWinInOneMove() {
        Search search = new Search(Model.untrained(), 32);

        assertThat(search.run(after("b1", "a1", "b2", "c1")).best())
                .isIn(grid.named("a3"), grid.named("b3"));
    }

    @Test
    void findsTheOnlyMoveThatDoesNotLoseAtOnce() {
        Search search = new Search(Model.untrained(), 400);

        assertThat(search.run(after("c1", "a2", "a1", "b2")).best()).isEqualTo(grid.named("c2"));
    }

    @Test
    void spendsItsWholeBudget() {
        assertThat(new Search(Model.untrained(), 50).run(after()).total()).isEqualTo(50);
    }

    @Test
    void noiseLeavesAllMovesPossible() {
        Search search = new Search(Model.untrained(), 200);

        assertThat(search.runWithNoise(after(), new SplitMix(1)).size()).isEqualTo(9);
    }

    @ParameterizedTest
    @CsvSource({"2, 32", "5, 32", "7, 64", "8, 64", "9, 128", "19, 512"})
    void triesEachCellUnlessToldOtherwise(int size, int simulations) {
        assertThat(Search.defaultSimulations(new Grid(size))).isEqualTo(simulations);
    }
}
