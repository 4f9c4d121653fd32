package io.ringrift.examples.hex;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** A training that ended early goes on where it was and ends with the same model. */
class ResumeTest {
    private static final String RESUMED = "Goes on after epoch ";

    @TempDir private Path folder;
    private Path games;
    private Path checkpoints;

    @BeforeEach
    void play() throws IOException {
        JobRun selfplay = new JobRun(folder.resolve("games")).set("CONFIG_KEY", "hex5_2p");
        selfplay.set("NUM_GAMES", "30").run("selfplay");
        games = selfplay.file("games.jsonl");
        checkpoints = Files.createDirectory(folder.resolve("checkpoints"));
    }

    @Test
    void goesOnAfterTheLastEpochThatWasKept() throws IOException {
        JobRun first = train("first", 3);
        assertThat(first.run("train")).isZero();
        JobRun second = train("second", 3);

        assertThat(second.run("train")).isZero();
        assertThat(second.out()).startsWith(RESUMED + "2 of 3.");
        assertThat(second.result()).contains("\"epochs\":3,\"resumed_after\":2,");
        assertSameModel(second, first);
        JobRun without = train("without", 3).unset("CHECKPOINT_DIR");
        without.run("train");
        assertThat(without.out()).doesNotContain(RESUMED);
        assertSameModel(without, first);
    }

    @Test
    void aKilledTrainingEndsWithTheSameModelWhenItIsRepeated() throws Exception {
        JobRun whole = train("whole", 300).unset("CHECKPOINT_DIR");
        whole.run("train");
        JobRun killed = train("killed", 300);
        Process process = start(killed.environment());
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).contains("\"progress\"");
            process.destroyForcibly();
        }
        assertThat(process.waitFor()).isNotZero();
        assertThat(killed.file("result.json")).doesNotExist();

        assertThat(killed.run("train")).isZero();
        assertThat(killed.out()).startsWith(RESUMED);
        assertSameModel(killed, whole);
    }

    @Test
    void whatBelongsToAnotherTrainingIsPassedOver() throws IOException {
        train("first", 3).run("train");
        JobRun other = train("other", 3).set("SEED", "43");

        assertThat(other.run("train")).isZero();
        assertThat(other.out()).doesNotContain(RESUMED);
        JobRun longer = train("longer", 4);
        assertThat(longer.run("train")).isZero();
        assertThat(longer.out()).doesNotContain(RESUMED);
    }

    @Test
    void whatIsDamagedIsPassedOver() throws IOException {
        JobRun first = train("first", 3);
        first.run("train");
        Path kept = checkpoints.resolve("training.checkpoint");
        byte[] good = Files.readAllBytes(kept);
        for (int at : new int[] {0, 10, 37, 500, good.length - 1}) {
            byte[] bad = good.clone();
            bad[at] ^= 1;
            Files.write(kept, bad);
            assertBeginsAnew("flipped" + at, first);
        }
        Files.write(kept, new byte[0]);
        assertBeginsAnew("empty", first);
        Files.write(kept, Arrays.copyOf(good, 1000));
        assertBeginsAnew("cut", first);
    }

    @Test
    void aCheckpointFolderThatIsNoneIsRefused() throws IOException {
        JobRun job = train("job", 3).set("CHECKPOINT_DIR", games.toString());

        assertThat(job.run("train")).isEqualTo(Main.INVALID_INPUT);
        assertThat(job.err()).startsWith("RINGRIFT_CHECKPOINT_DIR: ");
    }

    private void assertBeginsAnew(String name, JobRun expected) throws IOException {
        JobRun job = train(name, 3);
        assertThat(job.run("train")).isZero();
        assertThat(job.out()).doesNotContain(RESUMED);
        assertSameModel(job, expected);
    }

    private static void assertSameModel(JobRun job, JobRun expected) {
        assertThat(job.file("model.bin")).hasSameBinaryContentAs(expected.file("model.bin"));
    }

    private JobRun train(String name, int epochs) throws IOException {
        String metadata =
                new JsonObject()
                        .put("games", games.toString())
                        .put("epochs", epochs)
                        .json()
                        .toString();
        return new JobRun(folder.resolve(name))
                .set("CONFIG_KEY", "hex5_2p")
                .set("CHECKPOINT_DIR", checkpoints.toString())
                .set("METADATA", metadata);
    }

    private static Process start(Map<String, String> environment) throws IOException {
        Path classes = Path.of("target", "classes");
        ProcessBuilder builder =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-cp",
                                classes.toString(),
                                "io.ringrift.examples.hex.Main",
                                "train")
                        .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        return builder.start();
    }
}
