package io.ringrift.p2p.model.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataPathTest {

    @ParameterizedTest
    @MethodSource("io.ringrift.p2p.model.data.HostileNames#all")
    void aHostileNameIsNoPath(String name) {
        assertThatThrownBy(() -> new DataPath(name))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hex5_2p/games.jsonl",
                "hex5_2p/a b (1).npz",
                "hex5_2p/\u00e4\u00f6\u00fc \u6f22\u5b57.bin",
                "hex5_2p/console.txt",
                "hex5_2p/a/b/c/d/e",
                "x"
            })
    void anHonestNameIsOne(String name) {
        assertThat(new DataPath(name)).hasToString(name);
    }

    @Test
    void namesThatSomeFileSystemTakesForTheSameFoldAlike() {
        assertThat(new DataPath("Hex/\u00c4.BIN").folded())
                .isEqualTo(new DataPath("hex/\u00e4.bin").folded());
        assertThat(new DataPath("hex/stra\u00dfe").folded())
                .isEqualTo(new DataPath("hex/STRASSE").folded());
        assertThat(new DataPath("hex/a").folded()).isNotEqualTo(new DataPath("hex/b").folded());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "games/", "..", "1games", "g g"})
    void aKindIsAPlainName(String name) {
        assertThatThrownBy(() -> new DataKind(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "ab", "../../../../../../../../../../../../../../../../../etc/passwd"})
    void aDigestIsHexadecimal(String text) {
        assertThatThrownBy(() -> new Sha256(text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Sha256("A".repeat(64)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
