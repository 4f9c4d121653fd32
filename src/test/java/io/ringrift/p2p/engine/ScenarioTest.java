package io.ringrift.p2p.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Plays {@code src/test/resources/scenarios/*.txt}. A line is a comment ({@code #}), a command
 * ({@code > start 1/1}: job 1, attempt 1), or what the command above must lead to: the names of its
 * events, {@code nothing}, or {@code refused} with a code. Lines of the form {@code = 1 RUNNING}
 * look at a job. See {@link Script} for the words.
 */
class ScenarioTest {

    private static final Path FOLDER = Path.of("src/test/resources/scenarios");

    static List<Path> scenarios() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void plays(Path scenario) throws IOException {
        House house = House.led();
        Decision last = Script.NOTHING;
        int number = 0;
        for (String line : Files.readAllLines(scenario)) {
            number++;
            String where = scenario.getFileName() + ":" + number;
            if (line.startsWith("> ")) {
                last = Script.run(house, line.substring(2));
            } else if (line.startsWith("= ")) {
                String[] words = line.substring(2).split(" ", 2);
                String status = house.get(Integer.parseInt(words[0])).status().name();
                assertThat(status).as(where).isEqualTo(words[1]);
            } else if (!line.isBlank() && !line.startsWith("#")) {
                assertThat(Script.told(last)).as(where).isEqualTo(line.strip());
            }
        }
    }
}
