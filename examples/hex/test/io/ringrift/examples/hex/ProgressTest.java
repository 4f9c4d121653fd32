package io.ringrift.examples.hex;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

class ProgressTest {
    @Test
    void speaksAtMostFourTimesASecondAndAtTheEnd() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        AtomicLong clock = new AtomicLong();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        Progress progress = new Progress(stream, clock::get, "games", 100);
        for (int done = 1; done <= 100; done++) {
            clock.addAndGet(Duration.ofMillis(11).toNanos());
            progress.report(done);
        }

        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .hasSize(5)
                .first()
                .isEqualTo("{\"progress\":{\"done\":23,\"total\":100,\"unit\":\"games\"}}");
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"done\":100,");
    }
}
