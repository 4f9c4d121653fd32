package io.ringrift.examples.hex;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

class MainTest {
    @TempDir private Path folder;
    private JobRun job;

    @BeforeEach
    void prepare() throws IOException {
        job = new JobRun(folder);
    }

    @Test
    void explainsItself() {
        assertThat(job.run("--help")).isZero();
        assertThat(job.out()).startsWith("Usage: ").contains("selfplay", "train", "evaluate");
    }

    @Test
    void refusesUnknownCommands() {
        assertThat(job.run("dance")).isEqualTo(Main.USAGE);
        assertThat(job.run()).isEqualTo(Main.USAGE);
        assertThat(job.run("selfplay", "more")).isEqualTo(Main.USAGE);
        assertThat(job.err()).startsWith("Usage: ");
        assertThat(job.out()).isEmpty();
    }

    @Test
    void refusesAResultFileThatIsNotAbsolute() {
        assertThat(job.set("RESULT_FILE", "result.json").run("selfplay"))
                .isEqualTo(Main.INVALID_INPUT);
        assertThat(job.err()).startsWith("RINGRIFT_RESULT_FILE: ");
    }
}
