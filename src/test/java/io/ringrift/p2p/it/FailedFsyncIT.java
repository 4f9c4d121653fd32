package io.ringrift.p2p.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * A disk that fails one single fsync. The kernel may have thrown the pages away and reports success
 * the next time, so a process that tries again acknowledges what is not on disk.
 */
class FailedFsyncIT {

    /** Counted by strace for each thread; only the log's thread ever gets this far. */
    private static final int FAILING = 60;

    private static final int CLIENTS = 4;

    @TempDir Path folder;
    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();

    @Test
    void itEndsTheProcessAndEveryAcknowledgedJobIsThereAfterwards() throws Exception {
        assumeTrue(isOnPath("strace"), "strace is not installed");
        try (RealNode node = new RealNode(folder).with("RINGRIFT_P2P_AGENT_ENABLED", "false")) {
            node.under(
                    "strace",
                    "-D",
                    "-f",
                    "-qq",
                    "-o",
                    folder.resolve("strace").toString(),
                    "-e",
                    "trace=fsync,fdatasync",
                    "-e",
                    "inject=fsync,fdatasync:error=EIO:when=" + FAILING);
            node.start();
            load(node);

            assertThat(node.awaitExit()).isEqualTo(70);
            assertThat(Files.readString(folder.resolve("strace"))).containsOnlyOnce("(INJECTED)");
            assertThat(node.said()).contains("This node halts: the log could not be written");

            node.under().start();
            assertThat(acknowledged).isNotEmpty();
            for (String id : acknowledged) {
                assertThat(node.get("/jobs/" + id).statusCode()).as(id).isEqualTo(200);
            }
        }
    }

    private void load(RealNode node) throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(CLIENTS);
        for (int i = 0; i < CLIENTS; i++) {
            Thread.startVirtualThread(
                    () -> {
                        while (node.isRunning()) {
                            submit(node);
                        }
                        ended.countDown();
                    });
        }
        Awaitility.await("the process ends")
                .atMost(Duration.ofSeconds(90))
                .until(() -> !node.isRunning());
        ended.await();
    }

    private void submit(RealNode node) {
        try {
            HttpResponse<String> answer =
                    node.post("/jobs", "{\"job_type\":\"selfplay\",\"config_key\":\"hex5_2p\"}");
            if (answer.statusCode() == 201) {
                acknowledged.add(RealNode.parse(answer.body()).get("job_id").stringValue());
            }
        } catch (IOException unanswered) {
            // The process is gone or going; nothing was promised.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isOnPath(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(one -> Files.isExecutable(Path.of(one, program)));
    }
}
