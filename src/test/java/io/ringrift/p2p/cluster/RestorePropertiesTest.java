package io.ringrift.p2p.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.p2p.Settings;

import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

import java.util.Map;

class RestorePropertiesTest {

    @Test
    void takesOneGigabyteByDefault() {
        assertThat(bind(Map.of()).maxSize()).isEqualTo(DataSize.ofGigabytes(1));
    }

    @Test
    void readsItsEnvironmentName() {
        assertThat(bind(Map.of("RINGRIFT_P2P_RESTORE_MAX_SIZE", "5MB")).maxSize())
                .isEqualTo(DataSize.ofMegabytes(5));
    }

    @Test
    void namesWhatItRefuses() {
        assertThatThrownBy(() -> new RestoreProperties(DataSize.ofBytes(0)))
                .hasMessageContaining("RINGRIFT_P2P_RESTORE_MAX_SIZE")
                .hasMessageContaining("must be more than nothing");
    }

    private static RestoreProperties bind(Map<String, String> variables) {
        return Settings.bind("ringrift.p2p.restore", RestoreProperties.class, variables);
    }
}
