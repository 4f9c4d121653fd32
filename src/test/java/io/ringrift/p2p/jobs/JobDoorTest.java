package io.ringrift.p2p.jobs;

import static io.ringrift.p2p.Nouns.A;
import static io.ringrift.p2p.Nouns.FOUR_CORES;
import static io.ringrift.p2p.Nouns.assign;
import static io.ringrift.p2p.Nouns.complete;
import static io.ringrift.p2p.Nouns.job;
import static io.ringrift.p2p.Nouns.register;
import static io.ringrift.p2p.Nouns.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ringrift.p2p.Nouns;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.Policy;
import io.ringrift.p2p.engine.RulesVersion;
import io.ringrift.p2p.leadership.LeadershipRig;
import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.GpuTable;
import io.ringrift.p2p.model.wire.Progress;
import io.ringrift.p2p.peers.PeerRegistry;
import io.ringrift.p2p.peers.PeersRig;
import io.ringrift.p2p.replication.DiskFullException;
import io.ringrift.p2p.web.Doors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The doors for jobs, as other people's programs see them. */
class JobDoorTest {

    private static final String BODY = "{'job_type':'selfplay','config_key':'hex5_2p'}";

    private final LeadershipRig rig = LeadershipRig.leading();
    private final PeerRegistry peers = PeersRig.registry(rig.clock);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicInteger ids = new AtomicInteger();
    private final MockMvcTester doors =
            Doors.reading(
                    rig.log,
                    new JobController(
                            new JobDesk(
                                    rig.gate,
                                    rig.log,
                                    () -> job(ids.incrementAndGet()),
                                    rig.clock,
                                    meters),
                            new JobRequestReader(
                                    _ -> Nouns.CORE, GpuTable.DEFAULT, Splitting.NEVER),
                            rig.log,
                            peers));

    private MvcTestResult submit(String body) {
        return doors.post()
                .uri("/jobs")
                .contentType(MediaType.APPLICATION_JSON)
                .content(body.replace('\'', '"'))
                .exchange();
    }

    private MvcTestResult submit(String body, String key) {
        return doors.post()
                .uri("/jobs")
                .contentType(MediaType.APPLICATION_JSON)
                .header("Idempotency-Key", key)
                .content(body.replace('\'', '"'))
                .exchange();
    }

    private MvcTestResult get(String uri) {
        return doors.get().uri(uri).exchange();
    }

    private MvcTestResult cancel(int number) {
        return doors.post().uri("/jobs/" + job(number) + "/cancel").exchange();
    }

    private static void assertProblem(MvcTestResult answer, int status, String code) {
        assertThat(answer)
                .hasStatus(status)
                .hasContentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(answer).bodyJson().extractingPath("$.code").isEqualTo(code);
        assertThat(answer)
                .bodyJson()
                .extractingPath("$.type")
                .isEqualTo("urn:ringrift:problem:" + code);
        assertThat(answer).bodyJson().extractingPath("$.status").isEqualTo(status);
        assertThat(answer).bodyJson().extractingPath("$.detail").asString().isNotBlank();
    }

    /** Under the latest rules more follows from it than the job: it is its config's training. */
    @Test
    void jobsOfEveryTypeAreTakenInUnderTheLatestRules() {
        for (int version = 2; version <= RulesVersion.known(); version++) {
            rig.apply(new Command.RaiseRulesVersion(rig.clock.instant(), rig.epoch(), version));
        }
        for (String type : List.of("training", "selfplay", "evaluation", "sync")) {
            String body = BODY.replace("selfplay", type);
            MvcTestResult first = submit(body, type);
            assertThat(first).hasStatus(201);
            MvcTestResult again = submit(body, type);
            assertThat(again).as("the same job").hasStatus(201);
            assertThat(again).bodyJson().extractingPath("$.job_type").isEqualTo(type);
        }
        assertThat(meters.counter("ringrift.p2p.jobs.submitted").count()).isEqualTo(4);
    }

    @Test
    void aNewJobIsCreatedAtItsPlace() {
        MvcTestResult answer = submit(BODY);
        assertThat(answer).hasStatus(201).hasHeader("Location", "/jobs/" + job(1));
        assertThat(answer.getResponse().getHeader("Idempotency-Replayed")).isNull();
        assertThat(answer)
                .bodyJson()
                .isStrictlyEqualTo(
                        """
                        {"job_id":"%s","job_type":"selfplay","config_key":"hex5_2p",
                         "status":"pending","num_games":100,"priority":50,"metadata":{},
                         "resources":{"cpus":1.0,"gpus":0.0,"memory_mb":0},
                         "created_at":"2026-01-01T00:00:00Z","metrics":{},"attempts":[]}\
                        """
                                .formatted(job(1)));
        assertThat(meters.counter("ringrift.p2p.jobs.submitted").count()).isEqualTo(1);
    }

    @Test
    void aRunningJobShowsItsAttemptAndProgressButNoToken() {
        submit(BODY);
        rig.apply(register(A, FOUR_CORES), assign(1, A), start(1));
        PeersRig.progress(peers, A, 1, new Progress(3, 100, "games"));
        assertThat(get("/jobs/" + job(1)))
                .hasStatusOk()
                .bodyJson()
                .isStrictlyEqualTo(
                        """
                        {"job_id":"%s","job_type":"selfplay","config_key":"hex5_2p",
                         "status":"running","node_id":"a","num_games":100,"priority":50,
                         "metadata":{},"resources":{"cpus":1.0,"gpus":0.0,"memory_mb":0},
                         "created_at":"2026-01-01T00:00:00Z","started_at":"2026-01-01T00:00:00Z",
                         "metrics":{},
                         "attempts":[{"attempt":1,"node_id":"a",
                           "assigned_at":"2026-01-01T00:00:00Z",
                           "started_at":"2026-01-01T00:00:00Z"}],
                         "progress":{"done":3,"total":100,"unit":"games"}}\
                        """
                                .formatted(job(1)));
    }

    @Test
    void aCompletedJobShowsItsResult() {
        submit(BODY);
        rig.apply(register(A, FOUR_CORES), assign(1, A), start(1), complete(1));
        MvcTestResult answer = get("/jobs/" + job(1));
        assertThat(answer).bodyJson().extractingPath("$.status").isEqualTo("completed");
        assertThat(answer).bodyJson().extractingPath("$.output_path").isEqualTo("/out");
        assertThat(answer)
                .bodyJson()
                .extractingPath("$.completed_at")
                .isEqualTo("2026-01-01T00:00:00Z");
        assertThat(answer).bodyJson().extractingPath("$.attempts[0].reason").isEqualTo("done");
        assertThat(answer).bodyJson().doesNotHavePath("$.error");
    }

    @Test
    void theSameKeyAndBodyIsTheSameJob() {
        submit(BODY, "k1");
        MvcTestResult again = submit("{'config_key':'hex5_2p', 'job_type':'SELFPLAY'}", "k1");
        assertThat(again)
                .hasStatus(201)
                .hasHeader("Location", "/jobs/" + job(1))
                .hasHeader("Idempotency-Replayed", "true");
        assertThat(rig.log.picture().state().open()).hasSize(1);
        assertThat(meters.counter("ringrift.p2p.jobs.submitted").count()).isEqualTo(1);
    }

    @Test
    void theSameKeyForAnotherBodyIsRefused() {
        submit(BODY, "k1");
        assertProblem(
                submit("{'job_type':'sync','config_key':'hex5_2p'}", "k1"),
                422,
                "idempotency_key_reused");
        assertProblem(submit(BODY, "a b"), 400, "invalid_request");
        assertProblem(submit(BODY, "k".repeat(201)), 400, "invalid_request");
    }

    @Test
    void tooManyOpenJobsAreTurnedAwayButARepeatIsNot() {
        Policy one =
                new Policy(
                        1,
                        3,
                        5,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofHours(24),
                        Duration.ofDays(30),
                        2,
                        null);
        rig.apply(new Command.SetPolicy(rig.clock.instant(), rig.epoch(), one));
        submit(BODY, "k1");
        MvcTestResult refused = submit(BODY);
        assertProblem(refused, 429, "too_many_open_jobs");
        assertThat(refused).hasHeader("Retry-After", "5");
        assertThat(submit(BODY, "k1")).hasStatus(201);
    }

    @Test
    void aFullDiskIsSaidSo() {
        rig.log.refuse(Command.SubmitJob.class::isInstance, new DiskFullException("nearly full"));
        MvcTestResult refused = submit(BODY);
        assertProblem(refused, 503, "disk_full");
        assertThat(refused).containsHeader("Retry-After");
    }

    @Test
    void cancellingIsFineTwiceAndTooLateAfterTheEnd() {
        submit(BODY);
        assertThat(cancel(1))
                .hasStatusOk()
                .bodyJson()
                .extractingPath("$.status")
                .isEqualTo("cancelled");
        assertThat(cancel(1)).hasStatusOk();
        submit(BODY);
        rig.apply(register(A, FOUR_CORES), assign(2, A), start(2), complete(2));
        assertProblem(cancel(2), 409, "job_finished");
        assertProblem(cancel(3), 404, "unknown_job");
    }

    @ParameterizedTest
    @CsvSource({"/jobs/00000000-0000-7000-8000-000000000000", "/jobs/abc", "/jobs/1-1-1-1-1"})
    void anUnknownJobIsNotFound(String uri) {
        assertProblem(get(uri), 404, "unknown_job");
        assertProblem(doors.post().uri(uri + "/cancel").exchange(), 404, "unknown_job");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'job_type': }            | at line 1",
                "{'job_type':'selfplay',^^ oops} | at line 3",
                "{'a':1                    | at line 1",
                "{'a':NaN}                 | at line 1",
            })
    void malformedJsonIsLocated(String body, String where) {
        MvcTestResult answer = submit(body.replace('^', '\n'));
        assertProblem(answer, 400, "malformed_json");
        assertThat(answer)
                .bodyJson()
                .extractingPath("$.detail")
                .asString()
                .contains(where)
                .contains("column")
                .doesNotContain("tools.jackson")
                .doesNotContain("java.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'config_key':'hex5_2p','job_type':'selfplay','job_type':'training'} | job_type",
                "{'job_type':'selfplay','metadata':{'a':{'b':1,'b':2}}}    | metadata.a.b",
                "{'job_type':'selfplay','metadata':{'a':[0,{'b':1,'b':2}]}} | metadata.a[1].b",
            })
    void aFieldThatComesTwiceIsNamed(String body, String field) {
        MvcTestResult answer = submit(body);
        assertProblem(answer, 400, "invalid_request");
        assertThat(answer).bodyJson().extractingPath("$.errors[0].field").isEqualTo(field);
        assertThat(answer)
                .bodyJson()
                .extractingPath("$.errors[0].message")
                .isEqualTo("comes twice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "'5'"})
    void aBodyThatIsNoObjectIsNamed(String body) {
        MvcTestResult answer = submit(body);
        assertProblem(answer, 400, "invalid_request");
        assertThat(answer).bodyJson().extractingPath("$.errors[0].field").isEqualTo("body");
    }

    @Test
    void rubbishBehindTheBodyIsRefused() {
        assertThat(submit(BODY + " x")).hasStatus(400);
        assertThat(submit(BODY + BODY)).hasStatus(400);
    }

    @Test
    void eachWrongFieldIsNamed() {
        MvcTestResult answer = submit("{'job_type':'chess','colour':1}");
        assertProblem(answer, 400, "invalid_request");
        assertThat(answer)
                .bodyJson()
                .extractingPath("$.errors[*].field")
                .asArray()
                .containsExactlyInAnyOrder("colour", "job_type", "config_key");
    }

    @Test
    void aBodyBeyondTheLimitIsRefused() {
        assertProblem(submit("{'x':'" + "y".repeat(257 << 10) + "'}"), 413, "request_too_large");
    }

    @Test
    void otherMethodsAndMediaTypesHaveTheSameShape() {
        assertProblem(doors.put().uri("/jobs").exchange(), 405, "method_not_allowed");
        assertProblem(
                doors.post().uri("/jobs").contentType(MediaType.TEXT_PLAIN).content("x").exchange(),
                415,
                "unsupported_media_type");
    }

    @Test
    void aListIsPagedWithACursor() {
        for (int i = 0; i < 3; i++) {
            submit(BODY);
        }
        MvcTestResult first = get("/jobs?limit=2");
        assertThat(first)
                .bodyJson()
                .extractingPath("$.jobs[*].job_id")
                .asArray()
                .containsExactly(job(3).toString(), job(2).toString());
        assertThat(first).bodyJson().extractingPath("$.next_cursor").isEqualTo(job(2).toString());
        MvcTestResult last = get("/jobs?limit=2&cursor=" + job(2));
        assertThat(last).bodyJson().extractingPath("$.jobs").asArray().hasSize(1);
        assertThat(last).bodyJson().doesNotHavePath("$.next_cursor");
        assertProblem(get("/jobs?limit=0&page=2"), 400, "invalid_request");
    }

    @Test
    void aReaderMayAskForWhatThisNodeKnows() {
        submit(BODY);
        assertThat(get("/jobs?consistency=linearizable")).hasStatus(200);
        rig.log.follow(null);
        assertProblem(get("/jobs/" + job(1)), 503, "no_leader");
        assertProblem(get("/jobs"), 503, "no_leader");
        MvcTestResult stale = get("/jobs/" + job(1) + "?consistency=stale");
        assertThat(stale)
                .hasStatus(200)
                .hasHeader("X-Applied-Index", Long.toString(rig.log.picture().index()))
                .hasHeader("X-State-Age-Ms", "1000");
        assertThat(get("/jobs?consistency=stale")).hasStatus(200);
        assertProblem(get("/jobs?consistency=maybe"), 400, "invalid_request");
    }

    @Test
    void aFailedJobIsQueuedAgainAsANewOneAndKeepsItsHistory() {
        submit(BODY);
        rig.apply(
                register(A, FOUR_CORES),
                assign(1, A),
                new Command.FailJob(
                        rig.clock.instant(),
                        job(1),
                        1,
                        Nouns.token(1),
                        ExitReason.FAILED,
                        1,
                        "no",
                        0));
        MvcTestResult again = doors.post().uri("/jobs/" + job(1) + "/requeue").exchange();
        assertThat(again).hasStatus(201).hasHeader("Location", "/jobs/" + job(2));
        MvcTestResult repeated = doors.post().uri("/jobs/" + job(1) + "/requeue").exchange();
        assertThat(repeated)
                .hasHeader("Location", "/jobs/" + job(2))
                .hasHeader("Idempotency-Replayed", "true");
        assertThat(get("/jobs/" + job(1)))
                .bodyJson()
                .extractingPath("$.attempts[0].reason")
                .isEqualTo("failed");
        assertProblem(
                doors.post().uri("/jobs/" + job(2) + "/requeue").exchange(),
                409,
                "not_ended_badly");
    }
}
