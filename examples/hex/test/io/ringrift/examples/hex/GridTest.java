package io.ringrift.examples.hex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GridTest {
    @Test
    void namesCellsByColumnLetterAndRowNumber() {
        Grid grid = new Grid(5);

        assertThat(grid.name(0)).isEqualTo("a1");
        assertThat(grid.name(2)).isEqualTo("c1");
        assertThat(grid.named("c1")).isEqualTo(2);
        assertThat(grid.named("a5")).isEqualTo(20);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 11, 19})
    void readsEachNameBack(int size) {
        Grid grid = new Grid(size);
        for (int cell = 0; cell < grid.cells(); cell++) {
            assertThat(grid.named(grid.name(cell))).isEqualTo(cell);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a0", "a6", "f1", "A1", "a01", "a1 ", "1a", "a-1"})
    void refusesNamesOfNoCell(String name) {
        Grid grid = new Grid(5);

        assertThatIllegalArgumentException().isThrownBy(() -> grid.named(name));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1, 20})
    void refusesOtherSizes(int size) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Grid(size));
    }

    @Test
    void neighboursAreMutual() {
        Grid grid = new Grid(4);
        for (int cell = 0; cell < grid.cells(); cell++) {
            for (int neighbour : grid.neighbours(cell)) {
                assertThat(grid.neighbours(neighbour)).contains(cell);
            }
        }
        assertThat(grid.neighbours(5)).containsExactlyInAnyOrder(1, 2, 4, 6, 8, 9);
        assertThat(grid.neighbours(0)).hasSize(2);
        assertThat(grid.neighbours(3)).hasSize(3);
    }
}
