package io.ringrift.p2p.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.web.Doors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

class QuarantineDoorTest {

    private static final String DOOR = "/training/quarantines";
    private static final String NODE_A =
            "{\"node_id\":\"a\",\"from\":\"2000-01-01T00:00:00Z\",\"reason\":\"bad memory\"}";

    private final TrainingRig school = new TrainingRig();
    private final TrainingLoop loop = school.loop(school.rig.gate);
    private final TrainingDesk desk = new TrainingDesk(school.rig.log, school.rig.gate);
    private final MockMvcTester doors =
            Doors.reading(
                    school.rig.log,
                    new TrainingController(desk, new Ratings(), school.rig.clock),
                    new QuarantineController(desk, school.rig.clock));

    private void round() {
        loop.round(school.rig.epoch());
    }

    private MvcTestResult get(String path) {
        return doors.get().uri(path).exchange();
    }

    private MvcTestResult post(String path, String body) {
        return doors.post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
    }

    private void promotesOne() {
        school.plays(100);
        round();
        school.agentsWork(0);
        round();
        school.agentsWork(36);
        round();
    }

    @Test
    void aPreviewSaysWhatWouldChangeAndChangesNothing() {
        promotesOne();
        long index = school.rig.log.picture().index();
        assertThat(post(DOOR + "/preview", NODE_A))
                .hasStatusOk()
                .bodyJson()
                .doesNotHavePath("$.number")
                .hasPathSatisfying("$.effect.files.count", one -> assertThat(one).isEqualTo(2))
                .hasPathSatisfying("$.effect.files.games", one -> assertThat(one).isEqualTo(100))
                .hasPathSatisfying("$.effect.results", one -> assertThat(one).isEqualTo(1))
                .hasPathSatisfying(
                        "$.effect.configs[0].games_total.counted",
                        one -> assertThat(one).isEqualTo(100))
                .hasPathSatisfying(
                        "$.effect.configs[0].games_total.quarantined",
                        one -> assertThat(one).isEqualTo(0))
                .hasPathSatisfying(
                        "$.effect.configs[0].matches", one -> assertThat(one).isEqualTo(2))
                .hasPathSatisfying(
                        "$.effect.configs[0].champion_elo.quarantined",
                        one -> assertThat(one).isEqualTo(1500.0))
                .hasPathSatisfying(
                        "$.effect.configs[0].models[0].learned",
                        one -> assertThat(one).isEqualTo(true));
        assertThat(school.rig.log.picture().index()).isEqualTo(index);
    }

    @Test
    void anOrderIsShownAndTakenBack() {
        promotesOne();
        assertThat(post(DOOR, NODE_A))
                .hasStatus(HttpStatus.CREATED)
                .bodyJson()
                .hasPathSatisfying("$.number", one -> assertThat(one).isEqualTo(1))
                .hasPathSatisfying(
                        "$.mandate.reason", why -> assertThat(why).isEqualTo("bad memory"))
                .hasPathSatisfying("$.effect.games", one -> assertThat(one).isEqualTo(100));
        assertThat(get("/training/hex5_2p"))
                .bodyJson()
                .hasPathSatisfying("$.ledger.games_total", one -> assertThat(one).isEqualTo(0))
                .hasPathSatisfying(
                        "$.ledger.games_in_quarantine", one -> assertThat(one).isEqualTo(100))
                .hasPathSatisfying("$.ledger.known_games", one -> assertThat(one).isEqualTo(0))
                .hasPathSatisfying("$.ledger.current_elo", one -> assertThat(one).isEqualTo(1500.0))
                .hasPathSatisfying(
                        "$.candidates[0].quarantines[0]", one -> assertThat(one).isEqualTo(1));
        assertThat(get(DOOR + "/1"))
                .bodyJson()
                .hasPathSatisfying("$.effect.results", one -> assertThat(one).isEqualTo(1));
        assertThat(get(DOOR)).bodyJson().extractingPath("$.quarantines").asArray().hasSize(1);
        assertThat(post(DOOR + "/1/lift", "{}")).hasStatus(HttpStatus.BAD_REQUEST);
        assertThat(post(DOOR + "/1/lift", "{\"reason\":\"it was the cable\"}"))
                .hasStatusOk()
                .bodyJson()
                .extractingPath("$.quarantines")
                .asArray()
                .isEmpty();
        assertThat(get(DOOR + "/1")).hasStatus(HttpStatus.NOT_FOUND);
        assertThat(get("/training/hex5_2p"))
                .bodyJson()
                .hasPathSatisfying("$.ledger.games_total", one -> assertThat(one).isEqualTo(100))
                .doesNotHavePath("$.candidates[0].quarantines");
    }

    @Test
    void aTestUnderWayIsShownWithAndWithout() {
        school.plays(100);
        round();
        school.agentsWork(0);
        round();
        school.agentsWork(24);
        round();
        assertThat(post(DOOR + "/preview", NODE_A))
                .bodyJson()
                .hasPathSatisfying(
                        "$.effect.configs[0].evaluation.counted.score.wins",
                        one -> assertThat(one).isEqualTo(48))
                .hasPathSatisfying(
                        "$.effect.configs[0].evaluation.quarantined.score.wins",
                        one -> assertThat(one).isEqualTo(0));
    }

    @Test
    void aTrainingIsNotTriggeredByWhatIsInQuarantine() {
        school.plays(90);
        assertThat(post(DOOR, NODE_A)).hasStatus(HttpStatus.CREATED);
        school.plays(90);
        round();
        assertThat(school.open(JobType.TRAINING)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"from\":\"2026-01-01T00:00:00Z\",\"reason\":\"x\"} | node_id",
                "{\"node_id\":\"a\",\"reason\":\"x\"} | from",
                "{\"node_id\":\"a\",\"from\":\"yesterday\",\"reason\":\"x\"} | from",
                "{\"node_id\":\"a\",\"from\":\"2026-01-01T00:00:00Z\"} | reason",
                "{\"model\":\"a\",\"from\":\"2026-01-01T00:00:00Z\",\"reason\":\"x\"} | model",
                "{\"node_id\":\"a\",\"from\":\"2026-01-02T00:00:00Z\",\"until\":\"2026-01-01T00:00:00Z\",\"reason\":\"x\"}"
                    + " | until",
                "{\"node\":\"a\"} | node",
            })
    void whatIsMalformedIsRefusedByName(String body, String field) {
        assertThat(post(DOOR, body)).hasStatus(HttpStatus.BAD_REQUEST).bodyText().contains(field);
    }

    @Test
    void aModelSaysWhereItComesFrom() {
        promotesOne();
        String first = school.ledger().lineage().versions().getLast().sha256().hex();
        promotesOne();
        String second = school.ledger().lineage().versions().getLast().sha256().hex();
        assertThat(get("/training/hex5_2p/models/" + second))
                .hasStatusOk()
                .bodyJson()
                .hasPathSatisfying("$.model.node_id", one -> assertThat(one).isEqualTo("a"))
                .hasPathSatisfying("$.model.parent", one -> assertThat(one).isEqualTo(first))
                .hasPathSatisfying("$.data.first_generation", one -> assertThat(one).isEqualTo(1))
                .hasPathSatisfying("$.data.last_generation", one -> assertThat(one).isEqualTo(2))
                .hasPathSatisfying("$.data.nodes.a", one -> assertThat(one).isEqualTo(200))
                .hasPathSatisfying("$.evaluated_by.a", one -> assertThat(one).isEqualTo(80))
                .hasPathSatisfying("$.parents[0].sha256", one -> assertThat(one).isEqualTo(first));
        assertThat(get("/training/hex5_2p/models/" + first))
                .bodyJson()
                .hasPathSatisfying(
                        "$.children[0].sha256", one -> assertThat(one).isEqualTo(second));
        assertThat(get("/training/hex5_2p/models/" + "e".repeat(64)))
                .hasStatus(HttpStatus.NOT_FOUND);
        assertThat(get("/training/hex5_2p/models/abc")).hasStatus(HttpStatus.BAD_REQUEST);
    }

    @Test
    void aRollbackMarksGamesUnlessTheyAreKept() {
        promotesOne();
        assertThat(post("/training/hex5_2p/rollback", "{\"reason\":\"weak\",\"keep_games\":true}"))
                .hasStatusOk();
        assertThat(get(DOOR)).bodyJson().extractingPath("$.quarantines").asArray().isEmpty();
        promotesOne();
        String second = school.ledger().lineage().versions().getLast().sha256().hex();
        assertThat(post("/training/hex5_2p/rollback", "{\"reason\":\"weak\"}")).hasStatusOk();
        assertThat(get(DOOR))
                .bodyJson()
                .hasPathSatisfying(
                        "$.quarantines[0].model", one -> assertThat(one).isEqualTo(second))
                .hasPathSatisfying(
                        "$.quarantines[0].mandate.reason",
                        one -> assertThat(one).isEqualTo("weak"));
    }
}
