package io.ringrift.p2p.agent.mover;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import io.ringrift.p2p.agent.template.SyncTemplate;
import io.ringrift.p2p.agent.template.Template;
import io.ringrift.p2p.model.data.DataFile;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** The program as a node runs it. */
@Isolated("its timings want the machine for themselves")
class MoveProcessTest {

    private static final int SIZE = 96 << 20;

    @TempDir Path dir;

    private Process start(MoverRig rig, Map<String, String> told) throws IOException {
        return start(rig, told, "io.ringrift.p2p.P2pOrchestrator", MoveEnvironment.COMMAND);
    }

    private Process start(MoverRig rig, Map<String, String> told, String program, String argument)
            throws IOException {
        Template template =
                SyncTemplate.of(
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        System.getProperty("java.class.path"),
                        program,
                        argument,
                        told);
        ProcessBuilder builder = new ProcessBuilder(template.command()).redirectErrorStream(true);
        builder.redirectOutput(log().toFile());
        builder.environment().putAll(template.env());
        builder.environment().put("RINGRIFT_JOB_ID", rig.job.toString());
        builder.environment().put("RINGRIFT_RESULT_FILE", rig.result().toString());
        return builder.start();
    }

    private Path log() {
        return dir.resolve("log");
    }

    private static Map<String, String> told(MoverRig rig) {
        return MoveEnvironment.written(List.of(rig.voterUri()), Optional.of("secret"), rig.dataDir);
    }

    @Test
    void killedHalfwayItSendsAtMostOneChunkAgain() throws Exception {
        byte[] content = MoverRig.content(SIZE, 1);
        AtomicReference<@Nullable Process> victim = new AtomicReference<>();
        try (MoverRig rig = new MoverRig(dir);
                FileServer server = MoverRig.server("a", content)) {
            server.with(
                    (ask, reply) -> {
                        Process running = victim.get();
                        if (server.sent.get() > SIZE / 2 && running != null) {
                            reply.head();
                            reply.bytes(content, ask.from(), ask.length() / 3);
                            running.destroyForcibly();
                        } else {
                            reply.honest();
                        }
                    });
            DataFile file = rig.wants("hex5_2p/big", content, server);
            victim.set(start(rig, told(rig)));

            assertThat(code(requireNonNull(victim.get())))
                    .as(Files.readString(log()))
                    .isEqualTo(128 + 9);
            assertThat(rig.path(file)).doesNotExist();
            victim.set(null);
            assertThat(code(start(rig, told(rig)))).as(Files.readString(log())).isZero();

            assertThat(Files.mismatch(rig.path(file), Files.write(dir.resolve("x"), content)))
                    .isEqualTo(-1);
            assertThat(server.sent.get() - SIZE).as("bytes sent again").isBetween(0L, 8L << 20);
            assertThat(rig.metrics().get("wire_bytes").longValue()).isLessThanOrEqualTo(SIZE / 2);
            assertThat(Files.readString(log())).doesNotContain("secret", "DEBUG");
        }
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void killedAfterAnyStepItLeavesNothingWrongAndGoesOn(Step last) throws Exception {
        byte[] content = MoverRig.content(500_000, 1);
        String program = DyingMove.class.getName();
        try (MoverRig rig = new MoverRig(dir);
                FileServer server = MoverRig.server("a", content)) {
            DataFile file = rig.wants("hex5_2p/one", content, server);

            assertThat(code(start(rig, told(rig), program, last.name())))
                    .as(Files.readString(log()))
                    .isEqualTo(128 + 9);
            if (last.compareTo(Step.LINKED) < 0) {
                assertThat(rig.path(file)).doesNotExist();
            } else {
                rig.assertThere(file, content);
            }
            assertThat(rig.run()).as(rig.said).isZero();

            rig.assertThere(file, content);
            rig.assertClean();
        }
    }

    @Test
    void itKeepsToTheRateThatItIsGiven() throws Exception {
        byte[] content = MoverRig.content(4 << 20, 1);
        try (MoverRig rig = new MoverRig(dir);
                FileServer server = MoverRig.server("a", content)) {
            rig.bytesPerSecond = 1 << 20;
            DataFile file = rig.wants("hex5_2p/big", content, server);
            assertThat(code(start(rig, told(rig)))).as(Files.readString(log())).isZero();
            assertThat(rig.path(file)).hasBinaryContent(content);
            assertThat(rig.metrics().get("seconds").doubleValue()).isBetween(3.5, 6.0);
        }
    }

    @Test
    void itSaysWhatIsMissingOfItsEnvironment() throws Exception {
        try (MoverRig rig = new MoverRig(dir)) {
            assertThat(code(start(rig, Map.of()))).isEqualTo(1);
            assertThat(Files.readString(log())).contains("RINGRIFT_SYNC_VOTERS is not set");
        }
    }

    private static int code(Process process) throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
