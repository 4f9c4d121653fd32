package io.ringrift.examples.hex;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class TrainCommandTest {
    @TempDir private Path folder;
    private Path games;
    private JobRun job;

    @BeforeEach
    void play() throws IOException {
        JobRun selfplay = new JobRun(folder.resolve("games/a"));
        selfplay.run("selfplay");
        games = selfplay.file("games.jsonl");
        job = new JobRun(folder.resolve("model"));
    }

    @Test
    void reportsWhatItLearnt() throws IOException {
        assertThat(job.metadata("games", games).run("train")).isZero();

        String hash = Sha256.hex(Files.readAllBytes(job.file("model.bin")));
        assertThat(job.result())
                .startsWith("{\"metrics\":{\"games\":6,\"positions\":")
                .contains("\"epochs\":3,\"resumed_after\":0,\"seed\":42,\"value_loss\":")
                .contains("\"parent_sha256\":\"untrained\"")
                .contains("{\"path\":\"model.bin\",\"kind\":\"models\",\"sha256\":\"" + hash);
        assertThat(job.out())
                .endsWith("{\"progress\":{\"done\":3,\"total\":3,\"unit\":\"epochs\"}}\n");
    }

    @Test
    void theSameGamesGiveTheSameModelWhereverTheyLie() throws IOException {
        Path copy = Files.createDirectories(folder.resolve("games/b/c")).resolve("games.jsonl");
        Files.copy(games, copy);
        JobRun again = new JobRun(folder.resolve("again"));
        String paths = folder.resolve("games") + File.pathSeparator + copy;
        job.metadata("games", games).run("train");

        assertThat(again.metadata("games", paths).run("train")).isZero();
        assertThat(again.file("model.bin")).hasSameBinaryContentAs(job.file("model.bin"));
    }

    @Test
    void startsFromAModel() throws IOException {
        job.metadata("games", games).run("train");
        JobRun next = new JobRun(folder.resolve("next"));
        String metadata =
                new JsonObject()
                        .put("games", games.toString())
                        .put("model", job.file("model.bin").toString())
                        .put("epochs", 1)
                        .json()
                        .toString();

        assertThat(next.set("METADATA", metadata).run("train")).isZero();
        String parent = Sha256.hex(Files.readAllBytes(job.file("model.bin")));
        assertThat(next.result()).contains("\"epochs\":1,", "\"parent_sha256\":\"" + parent);
    }

    @Test
    void refusesToLearnFromNothing() throws IOException {
        assertRefused("RINGRIFT_METADATA key 'games': names no games");
        job.metadata("games", folder.resolve("none"));
        assertRefused("RINGRIFT_METADATA key 'games': cannot read");
        job.metadata("games", Files.createDirectory(folder.resolve("empty")));
        assertRefused("RINGRIFT_METADATA key 'games': there is no games.jsonl below");
        job.metadata("games", Files.writeString(folder.resolve("blank"), ""));
        assertRefused("RINGRIFT_METADATA key 'games': there are no games");
    }

    @Test
    void refusesGamesOfAnotherSize() throws IOException {
        job.metadata("games", games).set("CONFIG_KEY", "hex4_2p");

        assertRefused("games.jsonl line 1: the board size is not 4");
    }

    @Test
    void refusesGamesWithoutVisits() throws IOException {
        String line = Files.readAllLines(games).getFirst().replaceAll(",\"visits\".*", "}");
        job.metadata("games", Files.writeString(folder.resolve("bare"), line + "\n"));

        assertRefused("bare line 1: 'visits' are missing");
    }

    @Test
    void refusesWhatIsNoModel() throws IOException {
        job.metadata("model", games);

        assertRefused("games.jsonl is not a model");
    }

    private void assertRefused(String problem) {
        assertThat(job.run("train")).isEqualTo(Main.INVALID_INPUT);
        assertThat(job.err()).contains(problem);
        assertThat(job.file("result.json")).doesNotExist();
    }
}
