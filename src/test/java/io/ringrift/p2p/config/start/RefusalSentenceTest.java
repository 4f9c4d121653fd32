package io.ringrift.p2p.config.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.Settings;
import io.ringrift.p2p.model.BadSettingException;
import io.ringrift.p2p.model.JobType;

import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.boot.web.server.PortInUseException;
import org.yaml.snakeyaml.error.YAMLException;

import java.net.InetAddress;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

class RefusalSentenceTest {

    /** One of each kind of value. */
    record Kinds(
            boolean flag,
            Long count,
            JobType type,
            InetAddress address,
            Duration plain,
            @DurationUnit(ChronoUnit.HOURS) Duration hours,
            List<Integer> numbers,
            Class<?> other) {}

    @Test
    void findsTheSentenceAnywhereInTheChain() {
        Throwable deep =
                new IllegalStateException(
                        new RuntimeException(new BadSettingException("x.y", 1, "must be 2")));
        assertThat(RefusalSentence.of(deep)).contains("X_Y=1 must be 2 (x.y).");
        assertThat(RefusalSentence.of(new RuntimeException("bug"))).isEmpty();
    }

    @Test
    void namesThePortThatIsInUse() {
        assertThat(RefusalSentence.of(new RuntimeException(new PortInUseException(8770))))
                .hasValueSatisfying(
                        sentence ->
                                assertThat(sentence)
                                        .startsWith("RINGRIFT_P2P_PORT=8770 is in use")
                                        .contains("ringrift.p2p.port"));
        assertThat(RefusalSentence.of(new java.net.BindException("no")))
                .hasValueSatisfying(
                        sentence -> assertThat(sentence).contains("RINGRIFT_P2P_BIND_ADDRESS"));
    }

    @Test
    void foldsAMalformedFileIntoOneLine() {
        assertThat(RefusalSentence.of(new YAMLException("bad\n  indent")))
                .contains("application.yml is malformed: bad indent");
    }

    @Test
    void saysWhatWasExpected() {
        expected("FLAG", "perhaps", "X_FLAG=perhaps is not true or false (x.flag).");
        expected("COUNT", "many", "X_COUNT=many is not a whole number (x.count).");
        expected(
                "TYPE",
                "dance",
                "X_TYPE=dance is not one of selfplay, training, evaluation, sync (x.type).");
        expected("ADDRESS", "a b", "X_ADDRESS=a b is not an address of this machine (x.address).");
        expected(
                "PLAIN",
                "x",
                "X_PLAIN=x is not a duration: use milliseconds such as 5, or 5s, 500ms (x.plain).");
        expected(
                "HOURS",
                "x",
                "X_HOURS=x is not a duration: use hours such as 5, or 5s, 500ms (x.hours).");
        expected("NUMBERS_0", "x", "X_NUMBERS_0=x is not a whole number (x.numbers[0]).");
        expected("OTHER", "x", "X_OTHER=x is not a value that can be read here (x.other).");
    }

    private static void expected(String name, String value, String sentence) {
        Throwable thrown =
                Assertions.catchThrowable(
                        () -> Settings.bind("x", Kinds.class, Map.of("X_" + name, value)));
        assertThat(RefusalSentence.of(thrown)).contains(sentence);
    }
}
