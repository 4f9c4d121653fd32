package io.ringrift.examples.hex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class PositionTest {
    private final Grid grid = new Grid(3);

    private Position after(String... names) {
        Position position = new Position(grid);
        for (String name : names) {
            position.play(grid.named(name));
        }
        return position;
    }

    @Test
    void firstJoinsTopAndBottom() {
        Position position = after("b1", "a1", "b2", "a2", "b3");

        assertThat(position.isOver()).isTrue();
        assertThat(position.winner()).isEqualTo(Side.FIRST);
    }

    @Test
    void secondJoinsLeftAndRight() {
        Position position = after("a1", "a2", "b1", "b2", "a3", "c2");

        assertThat(position.winner()).isEqualTo(Side.SECOND);
    }

    @Test
    void cellsTouchUpRightButNotUpLeft() {
        assertThat(after("c1", "a1", "b2", "b1", "a3").isOver()).isTrue();
        assertThat(after("a1", "c1", "b2", "b1", "c3").isOver()).isFalse();
    }

    @Test
    void refusesIllegalMoves() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> after("b2", "b2"))
                .withMessage("b2 is already taken");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> after("b1", "a1", "b2", "a2", "b3", "c3"))
                .withMessage("a move after the end of the game");
        assertThatIllegalArgumentException().isThrownBy(() -> new Position(grid).play(9));
        assertThatIllegalStateException().isThrownBy(() -> after("b1").winner());
    }

    @Test
    void aCopyGoesItsOwnWay() {
        Position position = after("b1");
        position.copy().play(grid.named("b2"));

        assertThat(position.isEmpty(grid.named("b2"))).isTrue();
        assertThat(position.emptyCells()).hasSize(8);
        assertThat(position.toMove()).isEqualTo(Side.SECOND);
    }
}
