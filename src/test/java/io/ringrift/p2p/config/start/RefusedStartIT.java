package io.ringrift.p2p.config.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.it.Packed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Starts the packed program as people do, and reads what it says when it will not start. */
class RefusedStartIT {

    @TempDir Path folder;

    @Test
    void anUnknownSetting() throws Exception {
        assertThat(refusal(Map.of("RINGRIFT_P2P_HEARTBEAT_INTERVALL", "3")))
                .containsExactly(
                        "RINGRIFT_P2P_HEARTBEAT_INTERVALL is not a setting; did you mean"
                                + " RINGRIFT_P2P_HEARTBEAT_INTERVAL?");
    }

    @Test
    void aPortInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertThat(refusal(Map.of("RINGRIFT_P2P_PORT", port)))
                    .containsExactly(
                            "RINGRIFT_P2P_PORT="
                                    + port
                                    + " is in use by another program; stop that program or choose"
                                    + " another port (ringrift.p2p.port).");
        }
    }

    @Test
    void aDataFolderInUse() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        Path lock = Files.writeString(data.resolve("lock"), "4711\n");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
            assertThat(channel.tryLock()).isNotNull();
            assertThat(refusal(Map.of()))
                    .containsExactly(
                            "RINGRIFT_P2P_DATA_DIR="
                                    + data
                                    + " is in use by another node (process 4711)"
                                    + " (ringrift.p2p.data-dir).");
        }
    }

    private List<String> refusal(Map<String, String> variables)
            throws IOException, InterruptedException {
        Path said = folder.resolve("stderr");
        ProcessBuilder program = new ProcessBuilder(Packed.node(List.of()));
        program.directory(folder.toFile());
        program.environment().putAll(variables);
        program.redirectError(said.toFile()).redirectOutput(folder.resolve("stdout").toFile());
        Process process = program.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isNotZero();
        } finally {
            process.destroyForcibly();
        }
        return Files.readAllLines(said);
    }
}
