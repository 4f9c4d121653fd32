package io.ringrift.p2p.agent.attempt;

import static io.ringrift.p2p.agent.attempt.RunnerRig.JSON;
import static io.ringrift.p2p.agent.attempt.RunnerRig.order;
import static io.ringrift.p2p.agent.attempt.RunnerRig.script;
import static io.ringrift.p2p.agent.attempt.RunnerRig.stop;
import static io.ringrift.p2p.agent.attempt.RunnerRig.withTimeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringrift.p2p.agent.template.Template;
import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.wire.AttemptReport;
import io.ringrift.p2p.model.wire.AttemptReport.Kind;
import io.ringrift.p2p.model.wire.StartOrder;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** What an agent finds again after its death: it is closed without a word to its jobs. */
class RestartTest {

    private static final String RESULT =
            "echo '{\"metrics\":{\"games\":50}}' > $RINGRIFT_RESULT_FILE";

    @TempDir Path dir;

    /** A life of the agent that starts a job, sees it up, and dies. */
    private StartOrder firstLife(Template template) throws IOException {
        StartOrder order = order();
        try (RunnerRig rig = new RunnerRig(dir, template).opened()) {
            rig.attempts().start(order);
            rig.awaitLog(order, "up");
            await().until(() -> rig.kinds(order).contains(Kind.STARTED));
            await().until(() -> Files.readString(rig.folder(order).record()).contains("pid"));
        }
        return order;
    }

    private String waitForGo() {
        return "while [ ! -e " + dir.resolve("go") + " ]; do sleep 0.02; done";
    }

    private void go() throws IOException {
        Files.createFile(dir.resolve("go"));
    }

    @Test
    void aJobThatStillRunsIsTakenOverAndEndsOnce() throws IOException {
        Template template = script(dir, "echo up", waitForGo(), RESULT);
        StartOrder order = firstLife(template);
        try (RunnerRig rig = new RunnerRig(dir, template).opened()) {
            assertThat(rig.attempts().listed()).hasSize(1);
            // The leader does not know that; it orders again.
            rig.attempts().start(order);
            go();
            assertThat(rig.end(order).kind()).isEqualTo(Kind.COMPLETED);
            assertThat(rig.kinds(order)).containsExactly(Kind.STARTED, Kind.COMPLETED);
            assertThat(Files.readString(rig.folder(order).log())).isEqualTo("up\n");
        }
        try (RunnerRig third = new RunnerRig(dir, template).opened()) {
            assertThat(third.attempts().listed()).isEmpty();
        }
    }

    @Test
    void aJobThatIsTakenOverCanBeStopped() throws IOException {
        Template template = script(dir, "trap '' TERM", "setsid sleep 68 &", "echo up", "sleep 69");
        StartOrder order = firstLife(template);
        try (RunnerRig rig = new RunnerRig(dir, template).opened()) {
            rig.attempts().stop(stop(order));
            assertThat(rig.end(order).kind()).isEqualTo(Kind.RELEASED);
            assertThat(RunnerRig.anyLeft(order)).isFalse();
        }
    }

    @Test
    void aTimeoutCountsFromTheStart() throws IOException {
        Template template = withTimeout(script(dir, "echo up", "sleep 70"), Duration.ofSeconds(1));
        StartOrder order = firstLife(template);
        try (RunnerRig rig = new RunnerRig(dir, template).opened()) {
            assertThat(rig.end(order).reason()).isEqualTo(ExitReason.TIMEOUT);
        }
    }

    @Test
    void aJobThatEndedMeanwhileIsJudgedByItsResult() throws IOException {
        Template template = script(dir, "echo up", waitForGo(), RESULT);
        StartOrder order = firstLife(template);
        go();
        await().until(() -> !RunnerRig.anyLeft(order));
        try (RunnerRig rig = new RunnerRig(dir, template).opened()) {
            AttemptReport end = rig.end(order);
            assertThat(end.kind()).isEqualTo(Kind.COMPLETED);
            assertThat(end.games()).isEqualTo(50);
        }
    }

    @Test
    void aJobThatEndedMeanwhileWithoutResultIsLost() throws IOException {
        Template template = script(dir, "echo up", waitForGo());
        StartOrder order = firstLife(template);
        go();
        await().until(() -> !RunnerRig.anyLeft(order));
        try (RunnerRig rig = new RunnerRig(dir, template).opened()) {
            AttemptReport end = rig.end(order);
            assertThat(end.reason()).isEqualTo(ExitReason.LOST);
            assertThat(end.message()).contains("away", "up");
        }
    }

    @Test
    void anEndThatNobodyTookIsReportedByTheNextLife() throws IOException {
        StartOrder order = order();
        Map<JobType, Template> templates = Map.of(JobType.SELFPLAY, script(dir, RESULT));
        try (RunnerRig deaf = new RunnerRig(dir, templates, 0, false).opened()) {
            deaf.attempts().start(order);
            await().until(() -> Files.exists(deaf.folder(order).end()));
            assertThat(deaf.attempts().listed()).hasSize(1);
        }
        try (RunnerRig rig = new RunnerRig(dir, templates, 0, true).opened()) {
            assertThat(rig.end(order).kind()).isEqualTo(Kind.COMPLETED);
            assertThat(rig.kinds(order)).containsExactly(Kind.COMPLETED);
        }
    }

    @Test
    void aStrangerWithTheSameNumberIsLeftAlone() throws IOException {
        Template template = script(dir, "echo up", waitForGo());
        StartOrder order = firstLife(template);
        go();
        await().until(() -> !RunnerRig.anyLeft(order));
        Process stranger = new ProcessBuilder("setsid", "sleep", "71").start();
        try {
            change(order, stranger.pid());
            try (RunnerRig rig = new RunnerRig(dir, template).opened()) {
                assertThat(rig.end(order).reason()).isEqualTo(ExitReason.LOST);
            }
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void aProcessWhoseNumberWasNeverNotedIsFoundByItsToken() throws IOException {
        Template template = script(dir, "echo up", "sleep 72");
        StartOrder order = firstLife(template);
        ObjectNode record = record(order);
        record.putNull("process");
        Files.writeString(file(order), record.toString());
        try (RunnerRig rig = new RunnerRig(dir, template).opened()) {
            rig.attempts().stop(stop(order));
            assertThat(rig.end(order).kind()).isEqualTo(Kind.RELEASED);
            assertThat(RunnerRig.anyLeft(order)).isFalse();
        }
    }

    @Test
    void aMarkWithoutRecordMeansThatNothingWasStarted() throws IOException {
        StartOrder order = order();
        AttemptKey key = new AttemptKey(order.jobId(), 1);
        Files.createDirectories(dir.resolve("agent/live"));
        Files.createFile(dir.resolve("agent/live/" + key));
        Files.createFile(dir.resolve("agent/live/rubbish"));
        try (RunnerRig rig = new RunnerRig(dir, script(dir, RESULT)).opened()) {
            assertThat(rig.attempts().listed()).isEmpty();
            assertThat(rig.run(order).kind()).isEqualTo(Kind.COMPLETED);
        }
    }

    private Path file(StartOrder order) {
        return new AttemptFolders(dir).of(order.jobId(), 1).record();
    }

    private ObjectNode record(StartOrder order) throws IOException {
        return (ObjectNode) JSON.readTree(Files.readString(file(order)));
    }

    /** Pretends that the job's process had this number. */
    private void change(StartOrder order, long pid) throws IOException {
        ObjectNode record = record(order);
        ((ObjectNode) record.get("process")).put("pid", pid);
        Files.writeString(file(order), record.toString());
    }
}
