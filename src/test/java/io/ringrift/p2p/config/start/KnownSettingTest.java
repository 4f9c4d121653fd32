package io.ringrift.p2p.config.start;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class KnownSettingTest {

    private final KnownSetting plain =
            new KnownSetting(List.of("ringrift", "p2p", "heartbeat-interval"));
    private final KnownSetting nested =
            new KnownSetting(
                    List.of("ringrift", "p2p", "templates", KnownSetting.KEY, "working-dir"));
    private final KnownSetting listed =
            new KnownSetting(
                    List.of(
                            "ringrift",
                            "p2p",
                            "templates",
                            KnownSetting.KEY,
                            "command",
                            KnownSetting.INDEX));

    @Test
    void knowsBothWaysToWriteAnEnvironmentVariable() {
        assertThat(plain.isEnvironmentName("RINGRIFT_P2P_HEARTBEAT_INTERVAL")).isTrue();
        assertThat(plain.isEnvironmentName("RINGRIFT_P2P_HEARTBEATINTERVAL")).isTrue();
        assertThat(plain.isEnvironmentName("RINGRIFT_P2P_HEART_BEAT_INTERVAL")).isFalse();
        assertThat(plain.isEnvironmentName("RINGRIFT_P2P_HEARTBEAT_INTERVALL")).isFalse();
        assertThat(plain.environmentName()).isEqualTo("RINGRIFT_P2P_HEARTBEAT_INTERVAL");
    }

    @Test
    void knowsTheRelaxedWaysToWriteAProperty() {
        assertThat(plain.isPropertyName("ringrift.p2p.heartbeat-interval")).isTrue();
        assertThat(plain.isPropertyName("ringrift.p2p.heartbeatInterval")).isTrue();
        assertThat(plain.isPropertyName("ringrift.p2p.heartbeat_interval")).isTrue();
        assertThat(plain.isPropertyName("ringrift.p2p.heartbeat.interval")).isFalse();
        assertThat(plain.propertyName()).isEqualTo("ringrift.p2p.heartbeat-interval");
    }

    @Test
    void knowsTheFieldsBelowAnyKeyOfAMap() {
        assertThat(nested.isPropertyName("ringrift.p2p.templates.selfplay.working-dir")).isTrue();
        assertThat(nested.isPropertyName("ringrift.p2p.templates[selfplay].working-dir")).isTrue();
        assertThat(nested.isPropertyName("ringrift.p2p.templates.selfplay.working")).isFalse();
        assertThat(nested.isEnvironmentName("RINGRIFT_P2P_TEMPLATES_SELFPLAY_WORKING_DIR"))
                .isTrue();
        assertThat(nested.isEnvironmentName("RINGRIFT_P2P_TEMPLATES_SELFPLAY_WRKDIR")).isFalse();
        assertThat(listed.isPropertyName("ringrift.p2p.templates.selfplay.command[0]")).isTrue();
        assertThat(listed.isEnvironmentName("RINGRIFT_P2P_TEMPLATES_SELFPLAY_COMMAND_0")).isTrue();
        assertThat(listed.isEnvironmentName("RINGRIFT_P2P_TEMPLATES_SELFPLAY_COMMAND_X")).isFalse();
    }
}
