package io.ringrift.p2p.agent.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Both ways to start a process do the same. */
class LauncherTest {

    @TempDir Path dir;

    private Launcher launcher(boolean natively) {
        return new Launcher(
                Processes.ofThisMachine(),
                "/usr/bin:/bin",
                natively ? NativeSpawn.find() : Optional.empty());
    }

    private Launch shell(String line) {
        return new Launch(
                Path.of("/bin/sh"),
                List.of("sh", "-c", line),
                Map.of("PATH", "/usr/bin:/bin", "MARK", "1"),
                dir,
                dir.resolve("log"),
                "MARK=1");
    }

    private int run(boolean natively, String line) throws IOException {
        return launcher(natively).launch(shell(line)).exit().orElseThrow().join();
    }

    @ParameterizedTest
    @CsvSource({
        "true,exit 0,0", "true,exit 7,7", "true,kill -9 $$,137",
        "false,exit 0,0", "false,exit 7,7", "false,kill -9 $$,137"
    })
    void exitCodesAreThoseOfAShell(boolean natively, String line, int code) throws IOException {
        assertThat(run(natively, line)).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aJobHasItsOwnSessionAndNothingOfOurs(boolean natively) throws IOException {
        Files.writeString(dir.resolve("log"), "kept\n");
        try (ServerSocketChannel channel = ServerSocketChannel.open().bind(null);
                ServerSocket socket = new ServerSocket(0)) {
            assertThat(channel.isOpen() && socket.isBound()).isTrue();
            run(
                    natively,
                    "pwd; cat; echo err >&2; echo id $$ $(cut -d' ' -f1,5,6 /proc/$$/stat);"
                            + " echo files $(ls /proc/$$/fd);"
                            // Without a child: a shell blocks signals while it makes one.
                            + " while read -r line; do case $line in SigBlk*) echo \"$line\" ;;"
                            + " esac; done < /proc/$$/status; env");
        }
        List<String> lines = Files.readAllLines(dir.resolve("log"));
        assertThat(lines)
                .startsWith("kept", dir.toRealPath().toString(), "err")
                .contains("MARK=1", "SigBlk:\t0000000000000000")
                .noneMatch(line -> line.startsWith("HOME="));
        assertThat(lines).anyMatch(line -> line.matches("id (\\d+) \\1 \\1 \\1"));
        // 3 and 10 are what a shell opens for itself.
        assertThat(lines).anyMatch(line -> line.matches("files 0 1 2( 3| 10)*"));
    }

    @Test
    void whatCannotRunIsSaid() {
        Launch launch =
                new Launch(
                        dir.resolve("absent"),
                        List.of("absent"),
                        Map.of(),
                        dir,
                        dir.resolve("log"),
                        "MARK=1");
        assertThatThrownBy(() -> launcher(true).launch(launch)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> launcher(true).launch(shell("a\0b"))).hasMessageContaining("NUL");
    }
}
