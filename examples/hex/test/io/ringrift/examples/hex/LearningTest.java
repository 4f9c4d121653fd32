package io.ringrift.examples.hex;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

/** The point of it all: one generation makes a model clearly stronger. */
class LearningTest {
    @TempDir private Path folder;

    @Test
    void oneGenerationBeatsTheUntrainedModel() throws IOException {
        JobRun selfplay = new JobRun(folder.resolve("selfplay")).set("CONFIG_KEY", "hex5_2p");
        selfplay.set("NUM_GAMES", "200").run("selfplay");
        JobRun train = new JobRun(folder.resolve("train")).set("CONFIG_KEY", "hex5_2p");
        train.metadata("games", selfplay.file("games.jsonl")).run("train");
        JobRun evaluate = new JobRun(folder.resolve("evaluate")).set("CONFIG_KEY", "hex5_2p");
        evaluate.set("NUM_GAMES", "40").metadata("candidate", train.file("model.bin"));

        assertThat(evaluate.run("evaluate")).isZero();
        String wins = evaluate.result().replaceAll(".*\"wins\":([0-9]+).*\n", "$1");
        assertThat(Integer.parseInt(wins)).isGreaterThanOrEqualTo(28);
    }
}
