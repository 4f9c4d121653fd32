package io.ringrift.p2p.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ClusterTokenTest {

    private static final String SECRET = "0123456789abcdef";

    @Test
    void onlyTheTokenItselfMatches() {
        ClusterToken token = ClusterToken.of(SECRET);
        assertThat(token.isSet()).isTrue();
        assertThat(token.secret()).isEqualTo(SECRET);
        assertThat(token.matches(SECRET)).isTrue();
        assertThat(token.matches("")).isFalse();
        assertThat(token.matches(SECRET + "x")).isFalse();
        assertThat(token.matches(SECRET.toUpperCase(java.util.Locale.ROOT))).isFalse();
    }

    @Test
    void withoutATokenNothingMatches() {
        assertThat(ClusterToken.NONE.isSet()).isFalse();
        assertThat(ClusterToken.NONE.matches("")).isFalse();
        assertThat(ClusterToken.NONE.secret()).isNull();
    }

    @Test
    void refusesWeakOnesAndNeverShowsThem() {
        assertThatThrownBy(() -> ClusterToken.of("short")).hasMessageNotContaining("short,");
        assertThatThrownBy(() -> ClusterToken.of("with a blank in it"))
                .hasMessageContaining("without blanks");
        assertThatThrownBy(() -> ClusterToken.of("schlüssel-mit-umlaut"))
                .hasMessageContaining("ASCII");
        assertThat(ClusterToken.of(SECRET).toString()).doesNotContain(SECRET);
        assertThat(ClusterToken.NONE).hasToString("no cluster token");
    }
}
