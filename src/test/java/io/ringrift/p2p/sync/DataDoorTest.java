package io.ringrift.p2p.sync;

import static io.ringrift.p2p.Nouns.A;
import static io.ringrift.p2p.Nouns.B;
import static io.ringrift.p2p.Nouns.FOUR_CORES;
import static io.ringrift.p2p.Nouns.incarnation;
import static io.ringrift.p2p.Nouns.register;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.leadership.LeadershipRig;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.DataPath;
import io.ringrift.p2p.model.data.Producer;
import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.web.Doors;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import tools.jackson.databind.JsonNode;

import java.io.UnsupportedEncodingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class DataDoorTest {

    private final LeadershipRig rig = LeadershipRig.leading();
    private final MockMvcTester doors =
            Doors.reading(
                    rig.log,
                    new DataController(
                            new DataRig()
                                    .planner(new SyncPolicy(true, Map.of(), 2, 64, 4, 0, 0, 0)),
                            rig.clock));

    @BeforeEach
    void someDataOnTwoNodes() {
        rig.apply(register(A, FOUR_CORES), register(B, FOUR_CORES));
        say(A, games(1, 75), games(2, 25), file(DataKind.MODELS, "hex7_2p/m.bin", 3, 0));
        say(B, games(1, 75));
        rig.clock.advance(Duration.ofSeconds(30));
        rig.keep();
    }

    private void say(NodeId node, DataFile... files) {
        rig.apply(
                new Command.RecordManifest(
                        rig.clock.instant(),
                        rig.epoch(),
                        node,
                        incarnation(1),
                        0,
                        1,
                        List.of(files),
                        List.of()));
    }

    private DataFile games(int number, int games) {
        return file(DataKind.GAMES, "hex5_2p/g" + number + ".jsonl", number, games);
    }

    private DataFile file(DataKind kind, String path, int content, int games) {
        return new DataFile(
                new DataKey(kind, new DataPath(path), new Sha256(String.format("%064x", content))),
                path.substring(0, path.indexOf('/')),
                1_000,
                games,
                Producer.of(A),
                rig.clock.instant());
    }

    private JsonNode get(String uri) throws UnsupportedEncodingException {
        MvcTestResult answer = doors.get().uri(uri).exchange();
        assertThat(answer).hasStatusOk();
        return Doors.JSON.readTree(answer.getResponse().getContentAsString());
    }

    @Test
    void whoHasWhatAndHowFreshItIs() throws Exception {
        JsonNode data = get("/data");
        assertThat(data.get("files").intValue()).isEqualTo(3);
        assertThat(data.get("bytes").intValue()).isEqualTo(3_000);
        JsonNode games = data.get("data").get(0);
        assertThat(games.get("config_key").stringValue()).isEqualTo("hex5_2p");
        assertThat(games.get("kind").stringValue()).isEqualTo("games");
        assertThat(games.get("games").intValue()).isEqualTo(100);
        assertThat(games.get("newest_age_seconds").doubleValue()).isEqualTo(30);
        JsonNode full = games.get("nodes").get(0);
        assertThat(full.get("coverage").doubleValue()).isEqualTo(1);
        assertThat(full.has("lag_seconds")).as("it misses nothing").isFalse();
        JsonNode partial = games.get("nodes").get(1);
        assertThat(partial.get("node_id").stringValue()).isEqualTo("b");
        assertThat(partial.get("coverage").doubleValue()).isEqualTo(0.75);
        assertThat(partial.get("missing").intValue()).isEqualTo(1);
        assertThat(partial.get("lag_seconds").doubleValue()).isEqualTo(30);
        JsonNode models = data.get("data").get(1);
        assertThat(models.get("nodes").get(0).get("coverage").doubleValue())
                .as("by bytes where there are no games")
                .isEqualTo(1);
    }

    @Test
    void filesAreListedInPagesAndFiltered() throws Exception {
        List<String> seen = new ArrayList<>();
        String next = "/data/files?limit=1";
        while (next != null) {
            JsonNode page = get(next);
            page.get("files").forEach(file -> seen.add(file.get("path").stringValue()));
            next =
                    page.has("next_cursor")
                            ? "/data/files?limit=1&cursor=" + page.get("next_cursor").stringValue()
                            : null;
        }
        assertThat(seen).containsExactly("hex5_2p/g1.jsonl", "hex5_2p/g2.jsonl", "hex7_2p/m.bin");
        JsonNode first = get("/data/files?node_id=b").get("files");
        assertThat(first).hasSize(1);
        assertThat(first.get(0).get("nodes").toString()).isEqualTo("[\"a\",\"b\"]");
        assertThat(get("/data/files?kind=models").get("files")).hasSize(1);
        assertThat(get("/data/files?config_key=hex7_2p").get("files")).hasSize(1);
        assertThat(get("/data/files?sha256=" + String.format("%064x", 2)).get("files")).hasSize(1);
    }

    @Test
    void aQueryThatIsWrongIsNamed() {
        assertThat(
                        doors.get()
                                .uri("/data/files?kind=UPPER&sha256=1&cursor=x&colour=red")
                                .exchange())
                .hasStatus(400)
                .bodyText()
                .contains("kind", "sha256", "cursor", "colour");
    }
}
