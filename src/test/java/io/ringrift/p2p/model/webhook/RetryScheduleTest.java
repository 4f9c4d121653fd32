package io.ringrift.p2p.model.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

class RetryScheduleTest {

    @ParameterizedTest
    @CsvSource({
        "1, 0, 0, 5",
        "1, 1000, 0, 6",
        "1, 0, 90, 90",
        "2, 0, 90, 300",
        "9, 0, 999999, 86400"
    })
    void theWaitHasJitterAndListens(int tries, int jitterMilli, long asked, long seconds) {
        assertThat(RetrySchedule.wait(tries, jitterMilli, Duration.ofSeconds(asked)))
                .contains(Duration.ofSeconds(seconds));
    }

    @Test
    void theLastTryIsTheTenth() {
        assertThat(RetrySchedule.tries()).isEqualTo(10);
        assertThat(RetrySchedule.wait(9, 0, Duration.ZERO)).contains(Duration.ofHours(24));
        assertThat(RetrySchedule.wait(10, 0, Duration.ofHours(1))).isEmpty();
    }
}
