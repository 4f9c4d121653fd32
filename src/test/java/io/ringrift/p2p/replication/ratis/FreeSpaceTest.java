package io.ringrift.p2p.replication.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.TestClock;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;

class FreeSpaceTest {

    private final TestClock clock = new TestClock();
    private long free = 300L << 20;
    private int measured;

    private final FreeSpace space =
            new FreeSpace(
                    () -> {
                        measured++;
                        return free;
                    },
                    256L << 20,
                    clock);

    @Test
    void measuresAtMostOncePerSecond() {
        for (int i = 0; i < 100; i++) {
            assertThat(space.refusal()).isNull();
        }
        assertThat(measured).isEqualTo(1);
        free = (256L << 20) - 1;
        clock.advance(Duration.ofMillis(999));
        assertThat(space.refusal()).isNull();
        clock.advance(Duration.ofMillis(1));
        assertThat(space.refusal())
                .hasMessage(
                        "the disk of the data folder is nearly full"
                                + " (255 MiB free, 256 MiB needed)");
        assertThat(measured).isEqualTo(2);
        free++;
        clock.advance(Duration.ofSeconds(1));
        assertThat(space.refusal()).isNull();
    }

    @Test
    void aDiskThatCannotBeAskedCountsAsHavingRoom() {
        FreeSpace unknown =
                new FreeSpace(
                        () -> {
                            throw new IOException("gone");
                        },
                        1,
                        clock);
        assertThat(unknown.refusal()).isNull();
    }
}
