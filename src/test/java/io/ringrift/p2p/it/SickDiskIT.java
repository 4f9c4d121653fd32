package io.ringrift.p2p.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.concurrent.TimeUnit;

/**
 * Disks that are full or cannot be written; needs the right to mount a tmpfs and skips without it.
 */
class SickDiskIT {

    @TempDir Path folder;
    private Path disk;
    private RealNode node;
    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        mounted = run("mount", "-t", "tmpfs", "-o", "size=160m", "tmpfs", disk.toString());
        assumeTrue(mounted, "a tmpfs cannot be mounted here (needs root)");
        node =
                new RealNode(folder)
                        .with("RINGRIFT_P2P_DATA_DIR", disk.resolve("data").toString())
                        .with("RINGRIFT_P2P_MIN_FREE_BYTES", "1000000")
                        .with("RINGRIFT_P2P_REPLICATION_MIN_FREE_SPACE", "32MB")
                        .with("RINGRIFT_P2P_AGENT_MIN_FREE_DISK", "16MB")
                        .with("RINGRIFT_P2P_REPLICATION_SEGMENT_SIZE", "8MB");
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            node.close();
            assertThat(run("umount", "-l", disk.toString())).isTrue();
        }
    }

    @Test
    void aReadOnlyDiskRefusesTheStartInOneSentence() throws Exception {
        readOnly(disk.resolve("data"));
        Files.createDirectory(disk.resolve("data"));
        readOnly(disk.resolve("data"));
    }

    private void readOnly(Path data) throws Exception {
        assertThat(run("mount", "-o", "remount,ro", disk.toString())).isTrue();
        try {
            node.launch();

            assertThat(node.awaitExit()).isNotZero();
            assertThat(node.said())
                    .endsWith(
                            "RINGRIFT_P2P_DATA_DIR=%s cannot be written: the file system is read-only (ringrift.p2p.data-dir).\n"
                                    .formatted(data))
                    .doesNotContain("\tat ");
        } finally {
            assertThat(run("mount", "-o", "remount,rw", disk.toString())).isTrue();
        }
    }

    @Test
    void aNearlyFullDiskTakesNoNewJobsAndLosesNone() throws Exception {
        node.start();
        String before = node.submit("{\"job_type\":\"selfplay\",\"config_key\":\"hex5_2p\"}");
        assertThat(node.awaitEnd(before).get("status").stringValue()).isEqualTo("completed");
        Path filler = disk.resolve("filler");
        long free = Files.getFileStore(disk).getUsableSpace();
        fill(filler, free - (20 << 20));

        Awaitility.await("new jobs are refused")
                .atMost(java.time.Duration.ofSeconds(20))
                .until(() -> submitted().contains("disk_full"));

        assertThat(node.get("/jobs/" + before).statusCode()).isEqualTo(200);
        Files.delete(filler);
        Awaitility.await("new jobs are taken again")
                .atMost(java.time.Duration.ofSeconds(20))
                .until(() -> submitted().contains("job_id"));
    }

    @Test
    void aFailedWriteEndsTheProcessWithItsReasonAndLosesNothing() throws Exception {
        node.start();
        String before = node.submit("{\"job_type\":\"selfplay\",\"config_key\":\"hex5_2p\"}");
        node.awaitEnd(before);
        Path filler = disk.resolve("filler");
        fill(filler, Files.getFileStore(disk).getUsableSpace());
        String body =
                "{\"reports\":[" + String.join(",", Collections.nCopies(100, report())) + "]}";
        for (int i = 0; i < 500; i++) {
            try {
                node.post("/peers/tested/reports", body);
            } catch (IOException ended) {
                break;
            }
        }

        assertThat(node.awaitExit()).isEqualTo(70);
        assertThat(node.said()).contains("This node halts: the log could not be written");
        Files.delete(filler);
        node.start();
        assertThat(node.json("/jobs/" + before).get("status").stringValue()).isEqualTo("completed");
    }

    /** Refused, since the attempt is unknown, but only after it was written to the log. */
    private static String report() {
        return """
        {"job_id":"00000000-0000-7000-8000-000000000000","attempt":1,"kind":"completed",
        "token":"00000000-0000-4000-8000-000000000000","output_path":"/","games":0,
        "metrics":{"filler":"%s"}}\
        """
                .formatted("x".repeat(15_000));
    }

    private String submitted() throws Exception {
        return node.post(
                        "/jobs",
                        "{\"job_type\":\"selfplay\",\"config_key\":\"hex5_2p\",\"num_games\":1}")
                .body();
    }

    private static void fill(Path file, long bytes) throws IOException {
        byte[] block = new byte[1 << 16];
        try (var out = Files.newOutputStream(file)) {
            for (long written = 0; written < bytes; written += block.length) {
                out.write(block);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    }
}
