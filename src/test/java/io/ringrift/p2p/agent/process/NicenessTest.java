package io.ringrift.p2p.agent.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

class NicenessTest {

    @Test
    @EnabledOnOs(OS.LINUX)
    void lowersTheCallingThreadAndNoOther() throws Exception {
        long before = nice(Path.of("/proc/thread-self/stat"));
        CompletableFuture<Long> lowered = new CompletableFuture<>();
        Thread.ofPlatform()
                .start(
                        () -> {
                            assertThat(Niceness.lower(15)).isTrue();
                            lowered.complete(nice(Path.of("/proc/thread-self/stat")));
                        })
                .join();
        assertThat(lowered.get()).isEqualTo(15);
        assertThat(nice(Path.of("/proc/thread-self/stat"))).isEqualTo(before);
    }

    private static long nice(Path stat) {
        try {
            String text = Files.readString(stat);
            // Field 19, counted from after the name in brackets, which is the second.
            return Long.parseLong(text.substring(text.lastIndexOf(')') + 2).split(" ", -1)[16]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
