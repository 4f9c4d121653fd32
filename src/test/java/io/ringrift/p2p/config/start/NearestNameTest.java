package io.ringrift.p2p.config.start;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class NearestNameTest {

    @Test
    void countsEdits() {
        assertThat(NearestName.edits("kitten", "sitting")).isEqualTo(3);
        assertThat(NearestName.edits("", "abc")).isEqualTo(3);
        assertThat(NearestName.edits("abc", "abc")).isZero();
    }

    @Test
    void offersTheNearestAndTheFirstOfEquals() {
        assertThat(NearestName.of("min-game", List.of("max-games", "min-games")))
                .contains("min-games");
        assertThat(NearestName.of("b-c", List.of("b-e", "b-d"))).contains("b-d");
    }

    @Test
    void offersNothingThatIsFarAway() {
        assertThat(NearestName.of("colour", List.of("port", "voters"))).isEmpty();
    }
}
