package io.ringrift.p2p.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.web.Doors;

import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import java.time.Duration;

/** Policies whose answers are only written down, and what a person should know of a config. */
class ShadowDoorTest {

    private static final String DOOR = "/training/hex5_2p/policy/shadow";

    private final TrainingRig school = new TrainingRig();
    private final TrainingLoop loop = school.loop(school.rig.gate);
    private final TrainingDesk desk = new TrainingDesk(school.rig.log, school.rig.gate);
    private final MockMvcTester doors =
            Doors.reading(
                    school.rig.log,
                    new TrainingController(desk, new Ratings(), school.rig.clock),
                    new DecisionController(),
                    new ShadowController(desk, TrainingRig.POLICY, school.rig.clock));

    private void round() {
        loop.round(school.rig.epoch());
    }

    private MvcTestResult get(String path) {
        return doors.get().uri(path).exchange();
    }

    private MvcTestResult put(String path, String body, String match) {
        var request = doors.put().uri(path).contentType(MediaType.APPLICATION_JSON).content(body);
        return (match.isEmpty() ? request : request.header("If-Match", match)).exchange();
    }

    @Test
    void itsAnswersAreKeptAndNothingComesOfThem() {
        school.plays(60);
        round();
        assertThat(put(DOOR, "{\"min_games\":50}", "\"0\""))
                .hasStatusOk()
                .hasHeader("ETag", "\"1\"")
                .bodyJson()
                .hasPathSatisfying("$.policy.min_games", one -> assertThat(one).isEqualTo(50))
                .hasPathSatisfying("$.policy.coverage", one -> assertThat(one).isEqualTo(0.9));
        round();
        round();
        assertThat(school.open(JobType.TRAINING)).isEmpty();
        assertThat(get("/training/hex5_2p"))
                .bodyJson()
                .hasPathSatisfying("$.verdict.rule", one -> assertThat(one).isEqualTo("not_yet"))
                .hasPathSatisfying(
                        "$.shadow.verdict.rule", one -> assertThat(one).isEqualTo("enough_games"));
        assertThat(get("/training/decisions?shadow=true"))
                .bodyJson()
                .hasPathSatisfying("$.decisions[0].shadow", one -> assertThat(one).isEqualTo(true))
                .hasPathSatisfying("$.decisions[0].due", one -> assertThat(one).isEqualTo(true))
                .doesNotHavePath("$.decisions[0].job_id")
                .doesNotHavePath("$.decisions[1]");
        assertThat(get("/training/decisions?shadow=false"))
                .bodyJson()
                .doesNotHavePath("$.decisions[0].shadow");
        assertThat(get("/training/decisions?shadow=maybe")).hasStatus(HttpStatus.BAD_REQUEST);
    }

    @Test
    void itFollowsWhatTheActivePolicyDoes() {
        school.plays(60);
        assertThat(put(DOOR, "{\"min_games\":50}", "")).hasStatusOk();
        round();
        school.rig.clock.advance(Duration.ofSeconds(1));
        school.rig.keep();
        school.plays(60);
        round();
        round();
        assertThat(school.open(JobType.TRAINING)).hasSize(1);
        assertThat(get("/training/decisions?shadow=true"))
                .bodyJson()
                .hasPathSatisfying(
                        "$.decisions[0].rule", one -> assertThat(one).isEqualTo("training_runs"))
                .hasPathSatisfying(
                        "$.decisions[1].rule", one -> assertThat(one).isEqualTo("enough_games"));
    }

    @Test
    void twoEditorsDoNotOverwriteEachOther() {
        school.plays(60);
        assertThat(put(DOOR, "{\"min_games\":50}", "\"0\"")).hasStatusOk();
        assertThat(put(DOOR, "{\"min_games\":40}", "\"0\""))
                .hasStatus(HttpStatus.PRECONDITION_FAILED);
        assertThat(put(DOOR, "{\"min_games\":0}", "\"1\"")).hasStatus(HttpStatus.BAD_REQUEST);
        assertThat(doors.delete().uri(DOOR).header("If-Match", "\"1\"").exchange())
                .hasStatusOk()
                .bodyJson()
                .doesNotHavePath("$.policy");
        assertThat(get("/training/hex5_2p")).bodyJson().doesNotHavePath("$.shadow");
    }

    @Test
    void theGeneralOneHoldsForConfigsWithoutTheirOwn() {
        school.plays(60);
        assertThat(put("/training/policy/shadow", "{\"min_games\":50}", "")).hasStatusOk();
        assertThat(get("/training/policy/shadow")).hasHeader("ETag", "\"1\"");
        assertThat(get(DOOR)).bodyJson().doesNotHavePath("$.policy");
        round();
        assertThat(get("/training/hex5_2p"))
                .bodyJson()
                .hasPathSatisfying(
                        "$.shadow.policy.min_games", one -> assertThat(one).isEqualTo(50));
    }

    @Test
    void aChampionThatIsNowhereIsSaidWithWhatToDo() {
        school.plays(100);
        round();
        school.agentsWork(0);
        round();
        school.agentsWork(36);
        round();
        assertThat(get("/training/hex5_2p")).bodyJson().doesNotHavePath("$.attention");
        school.rig.apply(
                new Command.MarkNodeOffline(
                        school.rig.clock.instant(),
                        school.rig.epoch(),
                        io.ringrift.p2p.Nouns.A,
                        io.ringrift.p2p.Nouns.incarnation(1),
                        Duration.ofSeconds(20)));
        assertThat(get("/training/hex5_2p"))
                .bodyJson()
                .hasPathSatisfying(
                        "$.attention[0]",
                        one ->
                                assertThat(one)
                                        .asString()
                                        .contains("only [a] has it")
                                        .contains("POST /training/hex5_2p/rollback"));
    }
}
