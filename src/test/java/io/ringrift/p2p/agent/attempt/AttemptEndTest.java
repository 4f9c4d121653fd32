package io.ringrift.p2p.agent.attempt;

import static io.ringrift.p2p.agent.attempt.RunnerRig.order;
import static io.ringrift.p2p.agent.attempt.RunnerRig.script;
import static io.ringrift.p2p.agent.attempt.RunnerRig.template;
import static io.ringrift.p2p.agent.attempt.RunnerRig.withTimeout;
import static io.ringrift.p2p.agent.attempt.RunnerRig.withoutResult;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.agent.template.Template;
import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.wire.AttemptReport;
import io.ringrift.p2p.model.wire.AttemptReport.Kind;
import io.ringrift.p2p.model.wire.StartOrder;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Every way in which an attempt can end. */
class AttemptEndTest {

    @TempDir Path dir;

    private AttemptReport run(Template template) throws IOException {
        try (RunnerRig rig = new RunnerRig(dir, template).opened()) {
            return rig.run(order());
        }
    }

    @Test
    void aResultCompletes() throws IOException {
        Template template =
                script(
                        dir,
                        "echo '{\"metrics\":{\"games\":50,\"elo\":1.5}}' > $RINGRIFT_RESULT_FILE");
        try (RunnerRig rig = new RunnerRig(dir, template).opened()) {
            StartOrder order = order();
            AttemptReport end = rig.run(order);
            assertThat(end.kind()).isEqualTo(Kind.COMPLETED);
            assertThat(end.games()).isEqualTo(50);
            assertThat(end.metrics()).hasToString("{\"games\":50,\"elo\":1.5}");
            assertThat(end.outputPath()).isEqualTo(rig.folder(order).files().output().toString());
            assertThat(rig.kinds(order)).containsExactly(Kind.STARTED, Kind.COMPLETED);
            assertThat(rig.attempts().listed()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    exit 0               | FAILED    | 0   | left no result.json
                    exit 75              | TRY_AGAIN | 75  | tried again
                    exit 137             | OOM       | 137 | want of memory
                    kill -9 $$           | OOM       | 137 | signal 9
                    kill -SEGV $$        | FAILED    | 139 | SIGSEGV
                    echo oh no; exit 3   | FAILED    | 3   | oh no
                    """)
    void anExitCodeSaysWhy(String body, ExitReason reason, int code, String words)
            throws IOException {
        AttemptReport end = run(script(dir, body));
        assertThat(end.kind()).isEqualTo(Kind.FAILED);
        assertThat(end.reason()).isEqualTo(reason);
        assertThat(end.exitCode()).isEqualTo(code);
        assertThat(end.message()).contains(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    rubbish                              | not valid JSON
                    []                                   | JSON object
                    {"metrics":{"games":51}}             | from 0 to 50
                    {"metrics":{"games":-1}}             | from 0 to 50
                    {"metrics":{"games":1.5}}            | from 0 to 50
                    {"metrics":{"games":"50"}}           | from 0 to 50
                    {"metrics":{"loss":NaN}}             | not valid JSON
                    {"metrics":{"loss":1e999}}           | not finite
                    {"metrics":[]}                       | object as metrics
                    {"outputs":{}}                       | array as outputs
                    {"metrics":{}} {}                    | not valid JSON
                    """)
    void aResultThatCannotCountFails(String result, String words) throws IOException {
        AttemptReport end = run(script(dir, "echo '" + result + "' > $RINGRIFT_RESULT_FILE"));
        assertThat(end.reason()).isEqualTo(ExitReason.FAILED);
        assertThat(end.message()).contains(words);
    }

    @Test
    void aMalformedResultFailsEvenWhenNoneIsRequired() throws IOException {
        AttemptReport end = run(withoutResult(script(dir, "echo rubbish > $RINGRIFT_RESULT_FILE")));
        assertThat(end.reason()).isEqualTo(ExitReason.FAILED);
    }

    @Test
    void withoutARequiredResultTheExitCodeIsEnough() throws IOException {
        assertThat(run(withoutResult(template("true"))).kind()).isEqualTo(Kind.COMPLETED);
    }

    @Test
    void aHugeResultIsNotRead() throws IOException {
        AttemptReport end = run(script(dir, "head -c 2000000 /dev/zero > $RINGRIFT_RESULT_FILE"));
        assertThat(end.message()).contains("larger than 1 MiB");
    }

    @Test
    void aMissingProgramIsNamed() throws IOException {
        AttemptReport end = run(template("no-such-program"));
        assertThat(end.reason()).isEqualTo(ExitReason.REJECTED);
        assertThat(end.message()).contains("no-such-program", "selfplay", "node-1");
    }

    @Test
    void aScriptWithoutAnInterpreterIsRejected() throws IOException {
        Template script = script(dir, "exit 0");
        Path file = Path.of(script.command().getFirst());
        Files.writeString(file, "#!/no/such/interpreter\n");
        assertThat(run(script).reason()).isEqualTo(ExitReason.REJECTED);
    }

    @Test
    void aMissingTemplateIsNamed() throws IOException {
        try (RunnerRig rig = new RunnerRig(dir, template("true")).opened()) {
            AttemptReport end = rig.run(order(JobType.SYNC, "{}"));
            assertThat(end.reason()).isEqualTo(ExitReason.REJECTED);
            assertThat(end.message())
                    .isEqualTo(
                            "no template for job type sync on node node-1: set"
                                    + " ringrift.p2p.templates.sync.command");
        }
    }

    @Test
    void aJobThatRunsTooLongIsStopped() throws IOException {
        AttemptReport end = run(withTimeout(script(dir, "sleep 60"), Duration.ofMillis(200)));
        assertThat(end.reason()).isEqualTo(ExitReason.TIMEOUT);
        assertThat(end.message()).contains("200 ms");
    }

    @Test
    void anAlmostFullDiskStartsNothing() throws IOException {
        Map<JobType, Template> templates = Map.of(JobType.SELFPLAY, template("true"));
        try (RunnerRig rig = new RunnerRig(dir, templates, Long.MAX_VALUE, true).opened()) {
            StartOrder order = order();
            AttemptReport end = rig.run(order);
            assertThat(end.reason()).isEqualTo(ExitReason.TRY_AGAIN);
            assertThat(end.message()).contains("nearly full");
            assertThat(rig.folder(order).path()).doesNotExist();
        }
    }

    @Test
    void theJobSeesItsContractAndNoSecret() throws IOException {
        Template template =
                script(dir, "env", "pwd", "cat", "ls -d \"$RINGRIFT_CHECKPOINT_DIR\"", "exit 1");
        try (RunnerRig rig = new RunnerRig(dir, template).opened()) {
            StartOrder order = order(JobType.SELFPLAY, "{\"seed\":-7}");
            rig.run(order);
            assertThat(Files.readString(rig.folder(order).log()))
                    .contains(
                            "RINGRIFT_JOB_ID=" + order.jobId(),
                            "RINGRIFT_ATTEMPT=1",
                            "RINGRIFT_ATTEMPT_TOKEN=" + order.token(),
                            "RINGRIFT_JOB_TYPE=selfplay",
                            "RINGRIFT_CONFIG_KEY=hex5_2p",
                            "RINGRIFT_NUM_GAMES=50",
                            "RINGRIFT_SEED=-7",
                            "RINGRIFT_METADATA={\"seed\":-7}",
                            "RINGRIFT_NODE_ID=node-1",
                            "KEPT=yes")
                    .doesNotContain("secret", "RINGRIFT_P2P_");
        }
    }
}
