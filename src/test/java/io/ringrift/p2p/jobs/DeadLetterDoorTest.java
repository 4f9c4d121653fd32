package io.ringrift.p2p.jobs;

import static io.ringrift.p2p.Nouns.A;
import static io.ringrift.p2p.Nouns.B;
import static io.ringrift.p2p.Nouns.FOUR_CORES;
import static io.ringrift.p2p.Nouns.job;
import static io.ringrift.p2p.Nouns.register;
import static io.ringrift.p2p.Nouns.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ringrift.p2p.Nouns;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.RulesVersion;
import io.ringrift.p2p.leadership.LeadershipRig;
import io.ringrift.p2p.model.AttemptToken;
import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.GpuTable;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.peers.PeersRig;
import io.ringrift.p2p.web.Doors;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import java.util.concurrent.atomic.AtomicInteger;

/** The doors for jobs that nodes kept failing under. */
class DeadLetterDoorTest {

    private final LeadershipRig rig = LeadershipRig.leading();
    private final AtomicInteger ids = new AtomicInteger(10);
    private final JobDesk desk =
            new JobDesk(
                    rig.gate,
                    rig.log,
                    () -> job(ids.incrementAndGet()),
                    rig.clock,
                    new SimpleMeterRegistry());
    private final JobController jobs =
            new JobController(
                    desk,
                    new JobRequestReader(_ -> Nouns.CORE, GpuTable.DEFAULT, Splitting.NEVER),
                    rig.log,
                    PeersRig.registry(rig.clock));
    private final MockMvcTester doors =
            Doors.reading(rig.log, jobs, new DeadLetterController(jobs, desk, rig.log));

    @BeforeEach
    void aJobLosesItsNodes() {
        rig.apply(
                new Command.RaiseRulesVersion(
                        rig.clock.instant(), rig.epoch(), RulesVersion.PLACEMENT));
        rig.apply(register(A, FOUR_CORES), register(B, FOUR_CORES), submit(1), submit(2));
        lose(1, A, "node a is offline");
        lose(2, B, "node b is offline");
    }

    private void lose(int attempt, NodeId node, String why) {
        AttemptToken token = Nouns.token(attempt);
        var now = rig.clock.instant();
        rig.apply(
                new Command.AssignJob(now, rig.epoch(), job(1), attempt, node, token),
                new Command.StartJob(now, job(1), attempt, token),
                new Command.FailJob(now, job(1), attempt, token, ExitReason.LOST, null, why, 0));
    }

    private MvcTestResult get(String uri) {
        return doors.get().uri(uri).exchange();
    }

    private MvcTestResult requeue(int number) {
        return doors.post().uri("/dead-letters/" + job(number) + "/requeue").exchange();
    }

    private MvcTestResult purge(int number) {
        return doors.delete().uri("/dead-letters/" + job(number)).exchange();
    }

    private static void assertCode(MvcTestResult answer, int status, String code) {
        assertThat(answer).hasStatus(status);
        assertThat(answer).bodyJson().extractingPath("$.code").isEqualTo(code);
    }

    @Test
    void theyAreListedAlone() {
        for (String uri : new String[] {"/dead-letters", "/jobs?dead_letter=true"}) {
            assertThat(get(uri))
                    .bodyJson()
                    .extractingPath("$.jobs[*].job_id")
                    .asArray()
                    .containsExactly(job(1).toString());
        }
        assertCode(get("/dead-letters?limit=0"), 400, "invalid_request");
        assertCode(get("/jobs?dead_letter=maybe"), 400, "invalid_request");
    }

    @Test
    void oneIsShownWithTheEvidence() {
        MvcTestResult letter = get("/dead-letters/" + job(1));
        assertThat(letter).hasStatusOk();
        assertThat(letter).bodyJson().extractingPath("$.dead_letter").isEqualTo(true);
        assertThat(letter)
                .bodyJson()
                .extractingPath("$.error")
                .isEqualTo(
                        "dead letter: nodes [a, b] were lost while they ran it; the last time:"
                                + " node b is offline");
        assertThat(letter)
                .bodyJson()
                .extractingPath("$.attempts[0].message")
                .isEqualTo("node a is offline");
        assertThat(letter)
                .bodyJson()
                .extractingPath("$.attempts[*].node_id")
                .asArray()
                .containsExactly("a", "b");
        assertThat(letter)
                .bodyJson()
                .extractingPath("$.attempts[*].reason")
                .asArray()
                .containsExactly("lost", "lost");
        assertCode(get("/dead-letters/" + job(2)), 404, "not_a_dead_letter");
        assertCode(get("/dead-letters/" + job(3)), 404, "unknown_job");
    }

    @Test
    void queuedAgainItIsANewJobAndTheLetterStays() {
        assertThat(requeue(1)).hasStatus(201).hasHeader("Location", "/jobs/" + job(11));
        assertThat(requeue(1))
                .hasHeader("Location", "/jobs/" + job(11))
                .hasHeader("Idempotency-Replayed", "true");
        assertThat(get("/dead-letters/" + job(1))).hasStatusOk();
        assertCode(requeue(2), 404, "not_a_dead_letter");
    }

    @Test
    void purgedItIsForgotten() {
        assertThat(purge(1)).hasStatus(204);
        assertCode(get("/jobs/" + job(1)), 404, "unknown_job");
        assertCode(purge(1), 404, "unknown_job");
        assertCode(purge(2), 409, "not_a_dead_letter");
    }
}
