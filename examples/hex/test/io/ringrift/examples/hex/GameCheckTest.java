package io.ringrift.examples.hex;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class GameCheckTest {
    private static final String LEGAL =
            "{\"size\":2,\"moves\":[\"a1\",\"b1\",\"a2\"],\"winner\":0}";

    @TempDir private Path folder;

    @Test
    void countsLegalGames() throws IOException {
        JobRun run = check(LEGAL + "\n" + LEGAL + "\n");

        assertThat(run.out()).isEqualTo("2 legal games\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ["a1","b1","a2"]          | 1 | [[],[],[]]   | the other side has won
                    ["a1","a1","a2"]          | 0 | [[],[],[]]   | a1 is already taken
                    ["a1","b1"]               | 0 | [[],[]]      | the game does not end
                    ["a1","b1","a2","b2"]     | 0 | [[],[],[],[]]| a move after the end
                    ["a1","c1","a2"]          | 0 | [[],[],[]]   | is not a cell
                    ["a1",7,"a2"]             | 0 | [[],[],[]]   | is not a string
                    ["a1","b1","a2"]          | 2 | [[],[],[]]   | neither 0 nor 1
                    ["a1","b1","a2"]          | 0 | [[],[]]      | not as many visits as moves
                    ["a1","b1","a2"]          | 0 | [[],[0,1],[]]| not legal
                    ["a1","b1","a2"]          | 0 | [[4,1],[],[]]| not legal
                    ["a1","b1","a2"]          | 0 | [[1],[],[]]  | not pairs
                    ["a1","b1","a2"]          | 0 | [[1,0],[],[]]| below 1
                    ["a1","b1","a2"]          | 0 | [[1,2,1,3],[],[]]| a move twice
                    ["a1","b1","a2"]          | 0 | [[1,999999999,2,2],[],[]]| more than 1000000000
                    """)
    void namesTheLineThatIsNotALegalGame(String moves, int winner, String visits, String problem)
            throws IOException {
        String line =
                "{\"size\":2,\"moves\":%s,\"winner\":%d,\"visits\":%s}"
                        .formatted(moves, winner, visits);
        JobRun run = check(LEGAL + "\n" + line + "\n");

        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("games.jsonl line 2: ").contains(problem).hasLineCount(1);
    }

    @Test
    void namesALineThatWasCutOff() throws IOException {
        assertThat(check(LEGAL.substring(0, 30)).err()).contains("line 1: expected");
    }

    @Test
    void refusesAMissingFile() throws IOException {
        JobRun run = new JobRun(folder);

        assertThat(run.run("check", folder.resolve("none").toString()))
                .isEqualTo(Main.CHECK_FAILED);
        assertThat(run.err()).contains("none: cannot be read");
    }

    private JobRun check(String content) throws IOException {
        JobRun run = new JobRun(folder);
        Path file = Files.writeString(run.file("games.jsonl"), content);
        int exitCode = run.run("check", file.toString());
        assertThat(exitCode).isEqualTo(run.err().isEmpty() ? Main.DONE : Main.CHECK_FAILED);
        return run;
    }
}
