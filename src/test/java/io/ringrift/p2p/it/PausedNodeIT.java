package io.ringrift.p2p.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A process that stood still, as after SIGSTOP, a frozen container or a moved virtual machine. */
class PausedNodeIT {

    @TempDir Path folder;
    private RealNode node;

    @BeforeEach
    void start() throws IOException {
        node =
                new RealNode(folder)
                        .with("RINGRIFT_P2P_AGENT_ENABLED", "false")
                        .with("RINGRIFT_P2P_REPLICATION_CLOSE_THRESHOLD", "4s")
                        .start();
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void aPauseBeyondTheThresholdEndsTheProcessWithItsReason() throws Exception {
        String job = submit();

        pause(Duration.ofSeconds(7));

        assertThat(node.awaitExit()).isEqualTo(70);
        assertThat(node.said())
                .contains("This node halts: the log closed itself after a long pause");
        node.start();
        assertThat(node.get("/jobs/" + job).statusCode()).isEqualTo(200);
    }

    @Test
    void aShorterPauseDoesNot() throws Exception {
        String job = submit();

        pause(Duration.ofSeconds(1));

        assertThat(node.get("/jobs/" + job).statusCode()).isEqualTo(200);
        assertThat(node.get("/jobs/" + submit()).statusCode()).isEqualTo(200);
        Awaitility.await("it goes on for longer than the watch's interval")
                .during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(10))
                .until(node::isRunning);
    }

    private String submit() throws Exception {
        return node.submit("{\"job_type\":\"selfplay\",\"config_key\":\"hex5_2p\"}");
    }

    private void pause(Duration time) throws Exception {
        node.signal("STOP");
        Awaitility.await().pollDelay(time).atMost(time.plusSeconds(30)).until(() -> true);
        node.signal("CONT");
    }
}
