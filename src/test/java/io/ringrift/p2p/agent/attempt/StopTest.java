package io.ringrift.p2p.agent.attempt;

import static io.ringrift.p2p.agent.attempt.RunnerRig.order;
import static io.ringrift.p2p.agent.attempt.RunnerRig.script;
import static io.ringrift.p2p.agent.attempt.RunnerRig.stop;
import static io.ringrift.p2p.agent.attempt.RunnerRig.withoutResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringrift.p2p.model.AttemptToken;
import io.ringrift.p2p.model.wire.AttemptReport.Kind;
import io.ringrift.p2p.model.wire.StartOrder;
import io.ringrift.p2p.model.wire.StopOrder;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;

/** After a stop nothing of the job is left. */
class StopTest {

    @TempDir Path dir;

    @Test
    void aPoliteJobEndsAtTerm() throws IOException {
        String[] job = {"trap 'echo bye; exit 0' TERM", "echo up", "while :; do sleep 0.05; done"};
        try (RunnerRig rig = new RunnerRig(dir, script(dir, job)).opened()) {
            StartOrder order = order();
            stopOnceUp(rig, order);
            assertThat(rig.awaitLog(order, "bye")).contains("bye");
        }
    }

    @Test
    void aJobThatIgnoresTermIsKilledWithItsChildren() throws IOException {
        String[] job = {"trap '' TERM", "sleep 60 &", "echo up", "while :; do sleep 60; done"};
        try (RunnerRig rig = new RunnerRig(dir, script(dir, job)).opened()) {
            stopOnceUp(rig, order());
        }
    }

    @Test
    void childrenThatLeftTheGroupAreFound() throws IOException {
        String[] job = {
            "setsid sh -c 'trap \"\" TERM; (setsid sleep 61 &) ; sleep 62' &", "echo up", "sleep 63"
        };
        try (RunnerRig rig = new RunnerRig(dir, script(dir, job)).opened()) {
            stopOnceUp(rig, order());
        }
    }

    private static void stopOnceUp(RunnerRig rig, StartOrder order) {
        rig.attempts().start(order);
        rig.awaitLog(order, "up");
        rig.attempts().stop(stop(order));
        assertThat(rig.end(order).kind()).isEqualTo(Kind.RELEASED);
        assertThat(RunnerRig.anyLeft(order)).isFalse();
        assertThat(rig.kinds(order)).containsExactly(Kind.STARTED, Kind.RELEASED);
    }

    @Test
    void aDaemonLeftBehindByAJobThatEndedIsKilled() throws IOException {
        String[] job = {"setsid sh -c 'sleep 64 & sleep 65' &", "sleep 66 &", "exit 0"};
        try (RunnerRig rig = new RunnerRig(dir, withoutResult(script(dir, job))).opened()) {
            StartOrder order = order();
            assertThat(rig.run(order).kind()).isEqualTo(Kind.COMPLETED);
            assertThat(RunnerRig.anyLeft(order)).isFalse();
        }
    }

    @Test
    void aStopUnderAnotherTokenIsNotObeyed() throws IOException {
        try (RunnerRig rig =
                new RunnerRig(dir, withoutResult(script(dir, "echo up", "sleep 0.3"))).opened()) {
            StartOrder order = order();
            rig.attempts().start(order);
            rig.awaitLog(order, "up");
            AttemptToken other = new AttemptToken(UUID.randomUUID());
            rig.attempts().stop(new StopOrder(order.jobId(), 1, other, "not yours"));
            assertThat(rig.end(order).kind()).isEqualTo(Kind.COMPLETED);
        }
    }

    @Test
    void anOrderIsObeyedOnceHoweverOftenItComes() throws IOException {
        try (RunnerRig rig = new RunnerRig(dir, withoutResult(script(dir, "echo run"))).opened()) {
            StartOrder order = order();
            rig.attempts().start(order);
            rig.attempts().start(order);
            rig.end(order);
            // Also when the leader has forgotten that it was told the end.
            rig.attempts().start(order);
            await().until(() -> rig.kinds(order).size() == 3);
            assertThat(rig.kinds(order))
                    .containsExactly(Kind.STARTED, Kind.COMPLETED, Kind.COMPLETED);
            assertThat(rig.awaitLog(order, "run")).isEqualTo("run\n");
        }
    }

    @Test
    void aStopThatOvertakesTheStartIsObeyed() throws IOException {
        try (RunnerRig rig = new RunnerRig(dir, script(dir, "sleep 67")).opened()) {
            StartOrder order = order();
            rig.attempts().start(order);
            rig.attempts().stop(stop(order));
            assertThat(rig.end(order).kind()).isEqualTo(Kind.RELEASED);
            assertThat(RunnerRig.anyLeft(order)).isFalse();
        }
    }
}
