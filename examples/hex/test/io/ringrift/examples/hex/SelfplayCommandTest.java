package io.ringrift.examples.hex;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class SelfplayCommandTest {
    @TempDir private Path folder;
    private JobRun job;

    @BeforeEach
    void prepare() throws IOException {
        job = new JobRun(folder.resolve("a"));
    }

    @Test
    void reportsWhatItMade() throws IOException {
        assertThat(job.run("selfplay")).isZero();

        String hash = Sha256.hex(Files.readAllBytes(job.file("games.jsonl")));
        assertThat(job.result())
                .startsWith("{\"metrics\":{\"games\":6,\"moves\":")
                .contains("\"model_sha256\":\"untrained\"")
                .contains(
                        "\"outputs\":[{\"path\":\"games.jsonl\",\"kind\":\"games\",\"sha256\":\""
                                + hash
                                + "\",\"games\":6}]");
        assertThat(job.out())
                .endsWith("{\"progress\":{\"done\":6,\"total\":6,\"unit\":\"games\"}}\n");
        assertThat(job.err()).isEmpty();
        assertThat(folder.resolve("a").toFile().list())
                .containsExactlyInAnyOrder("games.jsonl", "result.json");
    }

    @Test
    void writesGamesThatPassTheCheck() throws IOException {
        job.run("selfplay");
        JobRun check = new JobRun(folder.resolve("b"));

        assertThat(check.run("check", job.file("games.jsonl").toString())).isZero();
        assertThat(check.out()).isEqualTo("6 legal games\n");
    }

    @Test
    void theSameSeedGivesTheSameBytes() throws IOException {
        JobRun again = new JobRun(folder.resolve("b")).set("JOB_ID", "job-2");
        job.run("selfplay");
        again.run("selfplay");

        assertThat(again.file("games.jsonl")).hasSameBinaryContentAs(job.file("games.jsonl"));
    }

    @Test
    void withoutASeedTheJobIdDecides() throws IOException {
        JobRun retry = new JobRun(folder.resolve("b")).unset("SEED").set("ATTEMPT", "2");
        JobRun other = new JobRun(folder.resolve("c")).unset("SEED").set("JOB_ID", "job-2");
        job.unset("SEED").run("selfplay");
        retry.run("selfplay");
        other.run("selfplay");

        assertThat(retry.file("games.jsonl")).hasSameBinaryContentAs(job.file("games.jsonl"));
        assertThat(Files.readString(other.file("games.jsonl")))
                .isNotEqualTo(Files.readString(job.file("games.jsonl")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "unset",
            textBlock =
                    """
                    CONFIG_KEY  | unset                 | RINGRIFT_CONFIG_KEY
                    CONFIG_KEY  | hex20_2p              | RINGRIFT_CONFIG_KEY
                    CONFIG_KEY  | hex1_2p               | RINGRIFT_CONFIG_KEY
                    CONFIG_KEY  | hex5_3p               | RINGRIFT_CONFIG_KEY
                    CONFIG_KEY  | square8_2p            | RINGRIFT_CONFIG_KEY
                    NUM_GAMES   | unset                 | RINGRIFT_NUM_GAMES
                    NUM_GAMES   | 0                     | RINGRIFT_NUM_GAMES
                    NUM_GAMES   | many                  | RINGRIFT_NUM_GAMES
                    SEED        | 0x10                  | RINGRIFT_SEED
                    OUTPUT_DIR  | /no/such/folder       | RINGRIFT_OUTPUT_DIR
                    METADATA    | [1]                   | RINGRIFT_METADATA
                    METADATA    | {"model":             | RINGRIFT_METADATA
                    METADATA    | {"model":"/no/model"} | RINGRIFT_METADATA key 'model'
                    METADATA    | {"model":true}        | RINGRIFT_METADATA key 'model'
                    METADATA    | {"simulations":0}     | RINGRIFT_METADATA key 'simulations'
                    """)
    void refusesAWrongJobByName(String name, String value, String culprit) {
        if (value == null) {
            job.unset(name);
        } else {
            job.set(name, value);
        }

        assertThat(job.run("selfplay")).isEqualTo(Main.INVALID_INPUT);
        assertThat(job.err()).startsWith(culprit + ": ").hasLineCount(1);
        assertThat(job.file("result.json")).doesNotExist();
    }

    @Test
    void asksForAnotherTryIfItCannotWrite() throws IOException {
        Files.createDirectory(job.file("games.jsonl"));

        assertThat(job.run("selfplay")).isEqualTo(Main.TRY_AGAIN);
        assertThat(job.err()).contains("games.jsonl");
        assertThat(job.file("result.json")).doesNotExist();
    }
}
