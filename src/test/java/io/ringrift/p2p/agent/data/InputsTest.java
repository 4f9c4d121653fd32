package io.ringrift.p2p.agent.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ringrift.p2p.agent.template.JobInputs;
import io.ringrift.p2p.model.Needs;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataScope;
import io.ringrift.p2p.model.data.Sha256;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

class InputsTest {

    private static final Needs GAMES =
            new Needs("hex5_2p", List.of(DataRig.GAMES), 1_000, null, List.of());

    @TempDir private Path folder;
    private DataRig rig;
    private JobInputs inputs;

    @BeforeEach
    void twoFilesOfGames() throws IOException {
        rig = new DataRig(folder);
        rig.file("games/hex5_2p/one.jsonl", "one");
        rig.file("games/hex5_2p/two.jsonl", "two");
        rig.look();
        inputs = new DataInputs(rig.folders, rig.manifest, DataRig.JSON);
    }

    private List<String> written(Needs needs, DataScope... without)
            throws IOException, JobInputs.MissingInputException {
        Path list = folder.resolve("inputs.json");
        inputs.write(needs, List.of(without), list);
        JsonNode files = DataRig.JSON.readTree(Files.readAllBytes(list)).get("files");
        return files.valueStream().map(file -> file.get("path").stringValue()).sorted().toList();
    }

    private static DataScope of(NodeId node) {
        return new DataScope(node, null, null, Instant.EPOCH, null);
    }

    @Test
    void allGamesOfTheConfigAreListed() throws Exception {
        assertThat(written(GAMES)).containsExactly("hex5_2p/one.jsonl", "hex5_2p/two.jsonl");
    }

    @Test
    void whatIsInQuarantineIsNot() throws Exception {
        assertThat(written(GAMES, of(new NodeId("other")))).hasSize(2);
        assertThat(written(GAMES, of(DataRig.NODE))).isEmpty();
    }

    @Test
    void whoAsksForAFileByItsContentGetsIt() throws Exception {
        Needs one = Needs.of(List.of(DataRig.sha256("one")));
        assertThat(written(one, of(DataRig.NODE))).containsExactly("hex5_2p/one.jsonl");
    }

    @Test
    void whatIsGoneIsNamed() {
        Needs gone = Needs.of(List.of(new Sha256("e".repeat(64))));
        assertThatExceptionOfType(JobInputs.MissingInputException.class)
                .isThrownBy(() -> written(gone))
                .withMessageContaining("e".repeat(64));
    }
}
