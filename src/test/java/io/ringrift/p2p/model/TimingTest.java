package io.ringrift.p2p.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

class TimingTest {

    @Test
    void theDefaultsHoldAndGiveTheOthers() {
        Timing timing =
                new Timing(Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(30));
        assertThat(timing.suspectAfter()).isEqualTo(Duration.ofSeconds(10));
        assertThat(timing.leaseRenewal()).isEqualTo(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @CsvSource({
        "99, 15000, 30000, RINGRIFT_P2P_HEARTBEAT_INTERVAL=99ms must be at least 100ms",
        "5000, 10000, 30000, RINGRIFT_P2P_PEER_TIMEOUT=10s must be more than two heartbeat",
        "5000, 15000, 999, RINGRIFT_P2P_LEADER_LEASE=999ms must be at least 1s"
    })
    void aBrokenRuleIsNamedInOneSentence(long beat, long silence, long lease, String sentence) {
        assertThatExceptionOfType(BadSettingException.class)
                .isThrownBy(
                        () ->
                                new Timing(
                                        Duration.ofMillis(beat),
                                        Duration.ofMillis(silence),
                                        Duration.ofMillis(lease)))
                .withMessageStartingWith(sentence);
    }

    @Test
    void aSettingMayHaveASentenceOfItsOwn() {
        assertThat(new BadSettingException("This cannot be.")).hasMessage("This cannot be.");
    }
}
