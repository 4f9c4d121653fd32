package io.ringrift.p2p.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/** More jobs than the heap holds, given to a process without any flag about running out. */
@Timeout(240)
class OutOfMemoryIT {

    private static final int CLIENTS = 8;

    @TempDir Path folder;
    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();

    @Test
    void endsTheProcessWhichHasEverythingWhenItIsStartedWithMoreMemory() throws Exception {
        try (RealNode node = new RealNode(folder).with("RINGRIFT_P2P_AGENT_ENABLED", "false")) {
            node.flags("-Xmx96m").start();
            submitUntilItEnds(node);

            assertThat(node.awaitExit()).isEqualTo(70);
            assertThat(node.said()).contains("This node halts: ").contains("java -Xmx");

            node.flags("-Xmx512m").start();
            assertThat(acknowledged).hasSizeGreaterThan(1_000);
            for (String id : acknowledged) {
                assertThat(node.get("/jobs/" + id).statusCode()).as(id).isEqualTo(200);
            }
        }
    }

    private void submitUntilItEnds(RealNode node) throws InterruptedException {
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
        ended.await();
    }

    private void submit(RealNode node) {
        try {
            HttpResponse<String> answer =
                    node.post(
                            "/jobs",
                            "{\"job_type\":\"selfplay\",\"config_key\":\"hex5_2p\",\"metadata\":{\"note\":\"%s\"}}"
                                    .formatted("ü".repeat(6_000)));
            if (answer.statusCode() == 201) {
                acknowledged.add(RealNode.parse(answer.body()).get("job_id").stringValue());
            }
        } catch (IOException unanswered) {
            // The process is gone or going; nothing was promised.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
