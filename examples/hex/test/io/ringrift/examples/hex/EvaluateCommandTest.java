package io.ringrift.examples.hex;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class EvaluateCommandTest {
    @TempDir private Path folder;

    @Test
    void aModelAgainstItselfSplitsEachPair() throws IOException {
        JobRun job = new JobRun(folder).set("NUM_GAMES", "40").set("CONFIG_KEY", "hex4_2p");

        assertThat(job.run("evaluate")).isZero();
        assertThat(job.result())
                .contains("\"games\":40,\"wins\":20,\"losses\":20,\"draws\":0,\"score\":0.5,")
                .contains("\"pairs_won_both\":0,\"pairs_split\":20,\"pairs_lost_both\":0,")
                .contains("\"candidate_sha256\":\"untrained\",\"baseline_sha256\":\"untrained\"");
        assertThat(GameCheck.check(job.file("results.jsonl"))).isEqualTo(40);
        assertThat(Files.readString(job.file("results.jsonl"))).contains("\"candidate_won\":true");
    }

    @Test
    void refusesHalfAPair() throws IOException {
        JobRun job = new JobRun(folder).set("NUM_GAMES", "7");

        assertThat(job.run("evaluate")).isEqualTo(Main.INVALID_INPUT);
        assertThat(job.err()).startsWith("RINGRIFT_NUM_GAMES: 7 is odd");
    }

    @Test
    void countsPairsFromTheCandidatesSide() {
        MatchTally tally = new MatchTally();
        for (boolean won : new boolean[] {true, true, true, false, false, true, false, false}) {
            tally.add(won);
        }

        assertThat(tally.metrics().json())
                .hasToString(
                        "{\"games\":8,\"wins\":4,\"losses\":4,\"draws\":0,\"score\":0.5,"
                                + "\"pairs_won_both\":1,\"pairs_split\":2,\"pairs_lost_both\":1}");
    }
}
