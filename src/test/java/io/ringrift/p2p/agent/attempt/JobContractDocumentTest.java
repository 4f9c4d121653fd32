package io.ringrift.p2p.agent.attempt;

import static io.ringrift.p2p.agent.attempt.RunnerRig.order;
import static io.ringrift.p2p.agent.attempt.RunnerRig.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.agent.process.Executables;
import io.ringrift.p2p.agent.template.Placeholder;
import io.ringrift.p2p.model.wire.AttemptReport;
import io.ringrift.p2p.model.wire.AttemptReport.Kind;
import io.ringrift.p2p.model.wire.StartOrder;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The programs and names in docs/job-contract.md are what the agent really does. */
class JobContractDocumentTest {

    private static final Path DOCUMENT = Path.of("docs", "job-contract.md");

    @TempDir Path dir;

    @ParameterizedTest
    @CsvSource({"bash,bash", "python,python3"})
    void anExampleCompletes(String language, String program) throws IOException {
        Assumptions.assumeTrue(
                Executables.find(program, dir, "/usr/bin:/bin:/usr/local/bin").isPresent());
        String fence = "```" + language + "\n";
        String text = Files.readString(DOCUMENT);
        int start = text.indexOf(fence) + fence.length();
        Path file = dir.resolve("example");
        Files.writeString(file, text.substring(start, text.indexOf("```", start)));
        try (RunnerRig rig = new RunnerRig(dir, template(program, file.toString())).opened()) {
            StartOrder order = order();
            AttemptReport end = rig.run(order);
            assertThat(end.message()).isNull();
            assertThat(end.kind()).isEqualTo(Kind.COMPLETED);
            assertThat(end.games()).isEqualTo(50);
            assertThat(rig.folder(order).files().output().resolve("games.jsonl")).isRegularFile();
        }
    }

    @Test
    void everyPlaceholderIsExplained() throws IOException {
        String text = Files.readString(DOCUMENT);
        for (Placeholder each : Placeholder.values()) {
            assertThat(text).contains("| `{" + each + "}` |");
        }
    }
}
