package io.ringrift.p2p.peers;

import static io.ringrift.p2p.Nouns.A;
import static io.ringrift.p2p.Nouns.TIMING;
import static io.ringrift.p2p.Nouns.assign;
import static io.ringrift.p2p.Nouns.job;
import static io.ringrift.p2p.Nouns.register;
import static io.ringrift.p2p.Nouns.submit;
import static io.ringrift.p2p.Nouns.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.Nouns;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.leadership.LeadershipRig;
import io.ringrift.p2p.model.Attempt;
import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.GpuTable;
import io.ringrift.p2p.model.Presence;
import io.ringrift.p2p.web.Doors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** The doors for agents, as they see them. */
class PeerDoorTest {

    private final LeadershipRig rig = LeadershipRig.leading();
    private final PeerRegistry registry = PeersRig.registry(rig.clock);
    private final MockMvcTester doors =
            Doors.of(
                    new PeerController(
                            new BeatDesk(
                                    rig.log,
                                    rig.gate,
                                    rig.leadership,
                                    registry,
                                    GpuTable.DEFAULT,
                                    A,
                                    TIMING,
                                    rig.clock,
                                    System::nanoTime,
                                    new LogRequests()),
                            new ReportDesk(rig.log, rig.gate, rig.clock, new Random(1)),
                            registry,
                            rig.log,
                            new NodeDesk(rig.log, rig.gate),
                            new LogRequests(),
                            rig.clock));

    private MvcTestResult post(String uri, String body) {
        return doors.post()
                .uri(uri)
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
    }

    private MvcTestResult beat(String node) {
        return post(
                "/peers/" + node + "/heartbeat",
                Doors.JSON.writeValueAsString(
                        PeersRig.beat(1, 1, Nouns.FOUR_CORES, PeersRig.IDLE, 0, List.of())));
    }

    @Test
    void aBeatIsAnsweredWithWhatShouldBeAndHowLongItWasHeld() {
        MvcTestResult answer = beat("a");
        assertThat(answer)
                .hasStatusOk()
                .bodyJson()
                .isStrictlyEqualTo(
                        """
                        {"leader":"a","epoch":1,"next_beat_millis":5000,"start":[],"stop":[],
                         "idle":"no job waits"}\
                        """);
        assertThat(answer.getResponse().getHeader("Server-Timing"))
                .matches("held;dur=\\d+\\.\\d{3}");
    }

    @Test
    void aGoodbyeIsTakenInOnceAndOnlyFromTheLifeThatSpeaks() {
        String goodbye = "{\"incarnation\":\"" + Nouns.incarnation(1) + "\"}";
        assertThat(post("/peers/a/leave", goodbye)).hasStatus(404);
        beat("a");
        assertThat(post("/peers/a/leave", "{}")).hasStatus(400);
        String other = "{\"incarnation\":\"" + Nouns.incarnation(2) + "\"}";
        assertThat(post("/peers/a/leave", other)).hasStatus(409);
        assertThat(post("/peers/a/leave", goodbye)).hasStatus(204);
        assertThat(post("/peers/a/leave", goodbye)).hasStatus(204);
        assertThat(rig.node(A).presence()).isEqualTo(Presence.LEFT);
        beat("a");
        assertThat(rig.node(A).presence()).isEqualTo(Presence.PRESENT);
    }

    @Test
    void aResultOfAnAttemptThatWasGivenUpIsKeptAsEvidence() {
        rig.apply(register(A, Nouns.FOUR_CORES), submit(1), assign(1, A), Nouns.start(1));
        rig.apply(
                new Command.MarkNodeOffline(
                        rig.clock.instant(),
                        Nouns.FIRST,
                        A,
                        Nouns.incarnation(1),
                        Duration.ofSeconds(15)),
                new Command.LoseAttempt(
                        rig.clock.instant(),
                        Nouns.FIRST,
                        A,
                        job(1),
                        1,
                        token(1),
                        false,
                        "node a is offline"));
        String late =
                """
                {"reports":[{"job_id":"%s","attempt":1,"token":"%s","kind":"completed","games":7,
                 "output_path":"/out"}]}\
                """
                        .formatted(job(1), token(1));
        for (int i = 0; i < 2; i++) {
            assertThat(post("/peers/a/reports", late))
                    .hasStatusOk()
                    .bodyJson()
                    .isStrictlyEqualTo(
                            "{\"verdicts\":[{\"accepted\":false,\"code\":\"stale_attempt\"}]}");
        }
        Attempt first =
                Objects.requireNonNull(rig.log.picture().state().job(job(1))).attempts().getFirst();
        assertThat(first.late())
                .isEqualTo(new Attempt.LateReport(rig.clock.instant(), ExitReason.DONE, 7, "/out"));
        assertThat(rig.log.submitted().stream().filter(Command.NoteLateReport.class::isInstance))
                .as("a repeated report is noted once")
                .hasSize(1);
    }

    @Test
    void reportsGetOneVerdictEach() {
        assertThat(
                        post(
                                "/peers/a/reports",
                                """
                                {"reports":[{"job_id":"%s","attempt":1,"token":"%s",
                                 "kind":"started","games":0}]}\
                                """
                                        .formatted(job(1), token(1))))
                .hasStatusOk()
                .bodyJson()
                .isStrictlyEqualTo(
                        "{\"verdicts\":[{\"accepted\":false,\"code\":\"stale_attempt\"}]}");
    }

    @ParameterizedTest
    @CsvSource({"metrics, 16", "output_path, 4"})
    void aReportThatWouldBloatTheStateIsRefusedAndNothingOfTheRequestCounts(
            String field, int kibibytes) {
        rig.apply(register(A, Nouns.FOUR_CORES), submit(1), assign(1, A), submit(2), assign(2, A));
        long index = rig.log.picture().index();
        MvcTestResult answer = post("/peers/a/reports", reports(field, kibibytes * 1_024 + 1));
        assertThat(answer)
                .hasStatus(400)
                .bodyJson()
                .extractingPath("$.errors[*].field")
                .asArray()
                .containsExactly("reports[1]." + field);
        assertThat(rig.log.picture().index()).isEqualTo(index);
        assertThat(post("/peers/a/reports", reports(field, kibibytes * 1_024)))
                .hasStatusOk()
                .bodyJson()
                .isStrictlyEqualTo("{\"verdicts\":[{\"accepted\":true},{\"accepted\":true}]}");
    }

    /** Two results; a field of the second has so many bytes. */
    private static String reports(String field, int bytes) {
        String filler = "x".repeat(bytes - (field.equals("metrics") ? "{'a':''}".length() : 0));
        return """
        {"reports":[
         {"job_id":"%s","attempt":1,"token":"%s","kind":"completed","games":0},
         {"job_id":"%s","attempt":1,"token":"%s","kind":"completed","games":0,"%s":%s}]}\
        """
                .formatted(
                        job(1),
                        token(1),
                        job(2),
                        token(2),
                        field,
                        field.equals("metrics")
                                ? "{\"a\":\"" + filler + "\"}"
                                : "\"" + filler + "\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"reports\":null}                             | body",
                "{}                                             | body",
                "{\"reports\":[null]}                           | body",
                "{\"reports\":[{}]}                             | reports[0]",
                "{\"reports\":[{\"kind\":\"danced\"}]}          | reports[0].kind",
                "{\"reports\":[],\"more\":1}                    | more",
                "{\"reports\":[{\"job_id\":\"x\"}]}             | reports[0].job_id",
                "{\"reports\":[],\"reports\":[]}               | reports",
                "{\"reports\":[{},{\"games\":1,\"games\":2}]}  | reports",
                "{\"reports\":[{\"metrics\":[1]}]}              | reports[0].metrics",
                "{\"reports\":[{\"metrics\":\"{}\"}]}           | reports[0].metrics",
                "{\"reports\":[{\"attempt\":1,\"games\":0}]}    | reports[0].job_id",
            })
    void aReportThatIsNotAsItMustBeIsA400ThatNamesTheField(String body, String field) {
        MvcTestResult answer = post("/peers/a/reports", body);
        assertThat(answer).hasStatus(400);
        assertThat(answer)
                .bodyJson()
                .extractingPath("$.errors[0].field")
                .asString()
                .startsWith(field);
    }

    @Test
    void aMalformedNodeIdOrABeatWithoutItsPartsIsA400() {
        assertThat(beat("-a")).hasStatus(400);
        assertThat(post("/peers/a/heartbeat", "{\"sequence\":1}")).hasStatus(400);
        assertThat(post("/peers/a/heartbeat", "{\"sequence\":1,\"attempts\":[],\"wait_millis\":0}"))
                .hasStatus(400)
                .bodyJson()
                .extractingPath("$.errors[*].field")
                .asArray()
                .containsExactly("incarnation", "version", "host", "offered", "metrics");
        assertThat(
                        post(
                                "/peers/a/heartbeat",
                                Doors.JSON
                                        .writeValueAsString(
                                                PeersRig.beat(
                                                        1,
                                                        1,
                                                        Nouns.CORE,
                                                        PeersRig.IDLE,
                                                        0,
                                                        List.of()))
                                        .replace(
                                                "\"attempts\":[]",
                                                "\"attempts\":[{\"attempt\":1}]")))
                .hasStatus(400)
                .bodyJson()
                .extractingPath("$.errors[*].field")
                .asArray()
                .containsExactly("attempts[0].job_id", "attempts[0].token");
        assertThat(post("/peers/a/heartbeat", "{")).hasStatus(400);
    }
}
