package io.ringrift.p2p.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.web.Doors;

import org.assertj.core.api.AssertProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.json.JsonPathValueAssert;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import java.time.Duration;

class TrainingDoorTest {

    private final TrainingRig school = new TrainingRig();
    private final TrainingLoop loop = school.loop(school.rig.gate);
    private final TrainingDesk desk = new TrainingDesk(school.rig.log, school.rig.gate);
    private final MockMvcTester doors =
            Doors.reading(
                    school.rig.log,
                    new TrainingController(desk, new Ratings(), school.rig.clock),
                    new PolicyController(desk, TrainingRig.POLICY, school.rig.clock),
                    new DecisionController(),
                    new BacktestController(school.rig.log, school.rig.clock));

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

    private MvcTestResult put(String path, String body, String match) {
        var request = doors.put().uri(path).contentType(MediaType.APPLICATION_JSON).content(body);
        return (match.isEmpty() ? request : request.header("If-Match", match)).exchange();
    }

    private static void between(
            AssertProvider<JsonPathValueAssert> value, double least, double most) {
        assertThat(value)
                .asNumber()
                .satisfies(number -> assertThat(number.doubleValue()).isBetween(least, most));
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
    void saysWhatIsMissingAndWhen() {
        school.plays(50);
        school.rig.clock.advance(Duration.ofHours(1));
        school.rig.keep();
        round();
        assertThat(get("/training/hex5_2p"))
                .hasStatusOk()
                .bodyJson()
                .hasPathSatisfying(
                        "$.verdict.missing",
                        missing -> assertThat(missing).asString().startsWith("50 more games, or"))
                .hasPathSatisfying(
                        "$.verdict.forecast",
                        when ->
                                assertThat(when)
                                        .asString()
                                        .isEqualTo(
                                                "would fire in about 1.0 h at the present rate"
                                                        + " of 50 games an hour"))
                .hasPathSatisfying("$.verdict.rule", rule -> assertThat(rule).isEqualTo("not_yet"))
                .hasPathSatisfying("$.ledger.current_elo", elo -> assertThat(elo).isEqualTo(1500.0))
                .doesNotHavePath("$.champion");
    }

    @Test
    void showsTheChampionWithItsEloAndHowItCameToBe() {
        promotesOne();
        String champion = school.ledger().lineage().versions().getLast().sha256().hex();
        assertThat(get("/training/hex5_2p"))
                .bodyJson()
                .hasPathSatisfying("$.champion", one -> assertThat(one).isEqualTo(champion))
                .hasPathSatisfying("$.promotions", count -> assertThat(count).isEqualTo(1))
                .hasPathSatisfying(
                        "$.candidates[0].status", one -> assertThat(one).isEqualTo("promoted"))
                .hasPathSatisfying("$.ledger.current_elo", elo -> between(elo, 1700, 2000));
        assertThat(get("/training"))
                .bodyJson()
                .hasPathSatisfying(
                        "$.configs[0].champion", one -> assertThat(one).isEqualTo(champion));
        assertThat(get("/training/decisions?config_key=hex5_2p&limit=2"))
                .bodyJson()
                .extractingPath("$.decisions")
                .asArray()
                .hasSize(2);
    }

    @Test
    void showsATestUnderWay() {
        school.plays(100);
        round();
        school.agentsWork(0);
        round();
        school.agentsWork(24);
        round();
        assertThat(get("/training/hex5_2p"))
                .bodyJson()
                .hasPathSatisfying(
                        "$.evaluation.score.wins", wins -> assertThat(wins).isEqualTo(48))
                .hasPathSatisfying(
                        "$.evaluation.expected_games_left", left -> between(left, 1, 400));
    }

    @Test
    void aConfigThatNobodyPlaysIsNotFound() {
        assertThat(get("/training/chess")).hasStatus(HttpStatus.NOT_FOUND);
        assertThat(get("/training/no%20config")).hasStatus4xxClientError();
    }

    @Test
    void aPolicyChangesWhatItNamesAndKeepsTheRest() {
        round();
        assertThat(put("/training/hex5_2p/policy", "{\"min_games\":7}", ""))
                .hasStatusOk()
                .hasHeader("ETag", "\"1\"")
                .bodyJson()
                .hasPathSatisfying("$.min_games", games -> assertThat(games).isEqualTo(7))
                .hasPathSatisfying("$.coverage", share -> assertThat(share).isEqualTo(0.9));
        assertThat(get("/training/policy"))
                .bodyJson()
                .hasPathSatisfying("$.min_games", games -> assertThat(games).isEqualTo(100));
        assertThat(doors.delete().uri("/training/hex5_2p/policy").exchange())
                .bodyJson()
                .hasPathSatisfying("$.min_games", games -> assertThat(games).isEqualTo(100));
    }

    @Test
    void twoEditorsDoNotOverwriteEachOther() {
        assertThat(put("/training/policy", "{\"min_games\":7}", "\"0\"")).hasStatusOk();
        assertThat(put("/training/policy", "{\"min_games\":8}", "\"0\""))
                .hasStatus(HttpStatus.PRECONDITION_FAILED)
                .bodyJson()
                .hasPathSatisfying(
                        "$.detail", text -> assertThat(text).asString().contains("version 1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"min_games\":0} | min_games",
                "{\"staleness_hours\":-1} | staleness_hours",
                "{\"staleness_hours\":1e99} | staleness_hours",
                "{\"cooldown_seconds\":-1} | cooldown_seconds",
                "{\"pause_after\":0} | pause_after",
                "{\"target_elo\":1500} | target_elo",
                "{\"batch_games\":41} | batch_games",
                "{\"parallel_batches\":65} | parallel_batches",
                "{\"window_games\":-1} | window_games",
                "{\"coverage\":1.5} | coverage",
                "{\"gate\":{\"alpha\":0.7}} | gate.alpha",
                "{\"gate\":{\"elo1\":-5}} | gate.elo1",
                "{\"target_elo\":1e999} | target_elo",
                "{\"target_elo\":NaN} | malformed",
                "{\"gate\":{\"elo0\":\"NaN\"}} | gate",
                "{\"gate\":{\"beta\":-1e999}} | gate.beta",
                "{\"minimum\":1} | minimum",
                "{\"min_games\":\"many\"} | min_games",
            })
    void aPolicyOutOfRangeIsRefusedByName(String body, String field) {
        assertThat(put("/training/policy", body, ""))
                .hasStatus(HttpStatus.BAD_REQUEST)
                .bodyText()
                .contains(field);
    }

    @Test
    void aPauseAndARollbackNeedAReason() {
        promotesOne();
        assertThat(post("/training/hex5_2p/pause", "{}"))
                .hasStatus(HttpStatus.BAD_REQUEST)
                .bodyText()
                .contains("reason");
        assertThat(post("/training/hex5_2p/pause", "{\"reason\":\"holidays\"}"))
                .hasStatusOk()
                .bodyJson()
                .hasPathSatisfying("$.paused.reason", why -> assertThat(why).isEqualTo("holidays"));
        assertThat(post("/training/hex5_2p/resume", "{\"reason\":\"back\"}"))
                .bodyJson()
                .doesNotHavePath("$.paused");
        assertThat(post("/training/hex5_2p/rollback", "{\"reason\":\"weak\"}"))
                .hasStatusOk()
                .bodyJson()
                .doesNotHavePath("$.champion")
                .hasPathSatisfying(
                        "$.candidates[0].status", one -> assertThat(one).isEqualTo("rolled_back"));
        assertThat(post("/training/hex5_2p/rollback", "{\"reason\":\"weak\"}"))
                .hasStatus(HttpStatus.CONFLICT);
        assertThat(post("/training/hex5_2p/rollback", "{\"reason\":\"x\",\"to\":\"zz\"}"))
                .hasStatus(HttpStatus.BAD_REQUEST);
    }

    /** The A/A test by hand: the champion is named as a candidate once more. */
    @Test
    void aModelThatSomebodyNamesIsTested() {
        promotesOne();
        String champion = school.ledger().lineage().versions().getLast().sha256().hex();
        String door = "/training/hex5_2p/candidates";
        assertThat(post(door, "{\"reason\":\"A/A\",\"sha256\":\"" + "e".repeat(64) + "\"}"))
                .hasStatus(HttpStatus.NOT_FOUND);
        assertThat(post(door, "{\"reason\":\"A/A\"}")).hasStatus(HttpStatus.BAD_REQUEST);
        assertThat(post(door, "{\"reason\":\"A/A\",\"sha256\":\"" + champion + "\"}"))
                .hasStatusOk();
        for (int i = 0; i < 8; i++) {
            round();
            school.agentsWork(20);
        }
        round();
        assertThat(get("/training/hex5_2p"))
                .bodyJson()
                .hasPathSatisfying(
                        "$.candidates[0].status", one -> assertThat(one).isEqualTo("rejected"));
        assertThat(school.open(JobType.EVALUATION)).isEmpty();
    }

    @Test
    void aBacktestComparesAPolicyWithTheOneInForce() {
        promotesOne();
        assertThat(
                        post(
                                "/training/backtest",
                                "{\"config_key\":\"hex5_2p\",\"policy\":{\"min_games\":1000}}"))
                .hasStatusOk()
                .bodyJson()
                .hasPathSatisfying("$.games", games -> assertThat(games).isEqualTo(100))
                .hasPathSatisfying("$.active.triggers", one -> assertThat(one).isEqualTo(1))
                .hasPathSatisfying("$.proposed.triggers", one -> assertThat(one).isEqualTo(0));
        assertThat(post("/training/backtest", "{}")).hasStatus(HttpStatus.BAD_REQUEST);
    }
}
