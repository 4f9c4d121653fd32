package io.ringrift.p2p.config.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.p2p.Settings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

class SettingsCheckTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RINGRIFT_P2P_HEARTBEAT_INTERVALL | 3 | RINGRIFT_P2P_HEARTBEAT_INTERVALL is not a"
                        + " setting; did you mean RINGRIFT_P2P_HEARTBEAT_INTERVAL?",
                "RINGRIFT_P2P_COLOUR | red | RINGRIFT_P2P_COLOUR is not a setting; application.yml"
                        + " lists them all.",
                "RINGRIFT_P2P_HEARTBEAT_INTERVAL | abc | RINGRIFT_P2P_HEARTBEAT_INTERVAL=abc is not"
                        + " a duration: use seconds such as 5, or 5s, 500ms"
                        + " (ringrift.p2p.heartbeat-interval).",
                "RINGRIFT_P2P_PORT | x | RINGRIFT_P2P_PORT=x is not a whole number"
                        + " (ringrift.p2p.port).",
                "RINGRIFT_P2P_LOAD_MAX_FOR_NEW_JOBS | x | RINGRIFT_P2P_LOAD_MAX_FOR_NEW_JOBS=x is"
                        + " not a number such as 0.8 (ringrift.p2p.load-max-for-new-jobs).",
                "RINGRIFT_P2P_LEADER_LEASE | 1ms | RINGRIFT_P2P_LEADER_LEASE=1ms must be at least"
                        + " 1s, since it is renewed every third of it (ringrift.p2p.leader-lease).",
                "RINGRIFT_P2P_LOG_LEVEL | x | RINGRIFT_P2P_LOG_LEVEL=x must be one of trace, debug,"
                        + " info, warn, error, off (ringrift.p2p.log.level).",
                "RINGRIFT_P2P_PORT_8770_TCP | tcp://10.0.0.1:8770 | RINGRIFT_P2P_PORT_8770_TCP was"
                    + " set by Kubernetes for a service called ringrift-p2p and is not meant as a"
                    + " setting; set enableServiceLinks: false in the pod, or name the service"
                    + " otherwise.",
            })
    void refusesInOneSentence(String variable, String value, String sentence) {
        assertThat(refusal(Settings.environment(Map.of(variable, value))))
                .isEqualTo(sentence + System.lineSeparator());
    }

    @Test
    void looksAtFilesAndTheCommandLineToo() {
        StandardEnvironment environment = Settings.environment(Map.of());
        environment
                .getPropertySources()
                .addFirst(
                        new MapPropertySource("file", Map.of("ringrift.p2p.training.min-game", 1)));
        assertThat(refusal(environment))
                .startsWith(
                        "ringrift.p2p.training.min-game is not a setting; did you mean"
                                + " ringrift.p2p.training.min-games?");
    }

    @Test
    void leavesEverybodyElsesSettingsAlone() {
        StandardEnvironment environment =
                Settings.environment(
                        Map.of("RINGRIFT_HOME", "/x", "PATH", "/bin", "RINGRIFT_P2P_PORT", "1"));
        check(environment);
        assertThat(environment.getProperty("RINGRIFT_HOME")).isEqualTo("/x");
    }

    @Test
    void aMistakeOfTheProgramIsLeftToSpringBoot() {
        OneSentenceReporter reporter =
                new OneSentenceReporter(
                        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
        assertThat(reporter.reportException(new IllegalStateException("bug"))).isFalse();
    }

    private static String refusal(StandardEnvironment environment) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OneSentenceReporter reporter =
                new OneSentenceReporter(new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThatThrownBy(() -> check(environment))
                .satisfies(thrown -> assertThat(reporter.reportException(thrown)).isTrue());
        return out.toString(StandardCharsets.UTF_8);
    }

    private static void check(StandardEnvironment environment) {
        new SettingsCheck().postProcessEnvironment(environment, new SpringApplication());
    }
}
