package io.ringrift.p2p.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.web.Doors;

import org.junit.jupiter.api.Test;

import java.util.List;

class TellingTest {

    private final Telling telling = new Telling("hex5_2p");

    private List<String> lines(String status) {
        return telling.of(
                Doors.JSON.readTree(
                        """
                        {"ledger":{"games_total":0,"games_since_last_train":0},
                         "candidates":[{"number":3,"status":"%s","reason":"why",
                           "score":{"wins":30,"draws":0,"losses":10}}]}
                        """
                                .formatted(status)));
    }

    @Test
    void saysOnceWhatBecameOfAModel() {
        assertThat(lines("candidate"))
                .containsExactly("hex5_2p  model 3 is tested against the champion");
        assertThat(lines("candidate")).isEmpty();
        assertThat(lines("promoted"))
                .containsExactly(
                        "hex5_2p  model 3 IS THE CHAMPION NOW: 30 won, 10 lost of 40, +191 Elo"
                                + " (why)");
        assertThat(lines("rolled_back")).containsExactly("hex5_2p  model 3 is taken back (why)");
    }

    @Test
    void saysWhyAModelIsRejected() {
        assertThat(lines("rejected"))
                .containsExactly(
                        "hex5_2p  model 3 is rejected: 30 won, 10 lost of 40, +191 Elo (why)");
    }
}
