package io.ringrift.examples.hex;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;

class EvaluateCommandTest {
    @TempDir private Path folder;

    @Test
    void aModelAgainstItselfSplitsEachPair() throws IOException {
        JobRun job = new JobRun(folder).set("NUM_GAMES", "40").set("CONFIG_KEY", "hex4_2p");

        assertThat(job.run("evaluate")).isZero();
        assertThat(job.result())
                .contains("\"games\":40,\"wins\":20,\"losses\":20,\"draws\":0,\"score\":0.5,")
                .contains("\"pairs\":[0,0,20,0,0],\"seed\":42,")
                .contains("\"candidate_sha256\":\"untrained\",\"baseline_sha256\":\"untrained\"");
        assertThat(GameCheck.check(job.file("results.jsonl"))).isEqualTo(40);
        assertThat(Files.readString(job.file("results.jsonl"))).contains("\"candidate_won\":true");
    }

    /** Both games of a pair begin alike, those of different pairs and seeds do not. */
    @Test
    void pairsShareTheirOpening() throws IOException {
        JobRun job = new JobRun(folder.resolve("a")).set("NUM_GAMES", "20");
        JobRun other = new JobRun(folder.resolve("b")).set("NUM_GAMES", "20").set("SEED", "43");
        job.set("CONFIG_KEY", "hex5_2p").run("evaluate");
        other.set("CONFIG_KEY", "hex5_2p").run("evaluate");

        List<String> openings = openings(job);
        for (int i = 0; i < openings.size(); i += 2) {
            assertThat(openings.get(i)).isEqualTo(openings.get(i + 1));
        }
        assertThat(new HashSet<>(openings)).hasSizeGreaterThan(7);
        assertThat(openings(other)).isNotEqualTo(openings);
        assertThat(Files.readAllLines(job.file("results.jsonl")))
                .allMatch(line -> line.contains("\"candidate_side\":"))
                .filteredOn(line -> line.contains("\"candidate_side\":0"))
                .hasSize(10);
    }

    private static List<String> openings(JobRun job) throws IOException {
        return Files.readAllLines(job.file("results.jsonl")).stream()
                .map(line -> line.replaceAll(".*\"moves\":\\[(\"..\",\"..\").*", "$1"))
                .toList();
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
                                + "\"pairs\":[1,0,2,0,1]}");
    }
}
