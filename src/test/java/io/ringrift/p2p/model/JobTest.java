package io.ringrift.p2p.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.util.UUID;

class JobTest {

    private static final Instant AT = Instant.parse("2026-11-22T12:00:00Z");
    private static final JobSpec SPEC =
            new JobSpec(JobType.SELFPLAY, "hex5_2p", 50, 50, JsonText.EMPTY, null, Resources.NONE);

    private final Job waiting = Job.submitted(new JobId(new UUID(1, 1)), SPEC, AT);

    private static Attempt attempt(int number) {
        return Attempt.assigned(
                number, new AttemptToken(new UUID(0, number)), new NodeId("a"), new Epoch(1), AT);
    }

    @Test
    void waitsRunsAndCompletes() {
        assertThat(waiting.isQueued()).isTrue();
        assertThat(waiting.lastAttempt()).isNull();
        assertThat(waiting.startedAt()).isNull();

        Job assigned = waiting.assigned(attempt(1));
        assertThat(assigned.isQueued()).isFalse();
        assertThat(assigned.status()).isEqualTo(JobStatus.PENDING);
        assertThat(assigned.liveAttempt()).isEqualTo(attempt(1));

        Job running = assigned.started(AT.plusSeconds(1));
        assertThat(running.status()).isEqualTo(JobStatus.RUNNING);
        assertThat(running.startedAt()).isEqualTo(AT.plusSeconds(1));

        Attempt ended =
                attempt(1).started(AT).ended(AT.plusSeconds(2), ExitReason.DONE, 0, null);
        Job done = running.completed(ended, "/out", 50, new JsonText("{\"games\":50}"));
        assertThat(done.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(done.completedAt()).isEqualTo(AT.plusSeconds(2));
        assertThat(done.liveAttempt()).isNull();
        assertThat(done.attempts()).containsExactly(ended);
        assertThat(done.games()).isEqualTo(50);
    }

    @Test
    void aFailedAttemptStaysInTheRecordBesideTheNextOne() {
        Attempt first = attempt(1).ended(AT, ExitReason.TRY_AGAIN, 75, "busy");
        Job again = waiting.assigned(attempt(1)).requeued(first, AT.plusSeconds(9));
        assertThat(again.isQueued()).isTrue();
        assertThat(again.notBefore()).isEqualTo(AT.plusSeconds(9));
        assertThat(again.error()).isEqualTo("busy");
        assertThat(again.failures()).isEqualTo(1);

        Job second = again.assigned(attempt(2)).started(AT);
        assertThat(second.attempts()).containsExactly(first, attempt(2).started(AT));
        Job failed = second.failed(attempt(2).ended(AT, ExitReason.OOM, 137, "killed"));
        assertThat(failed.status()).isEqualTo(JobStatus.FAILED);
        assertThat(failed.failures()).isEqualTo(2);
        assertThat(failed.error()).isEqualTo("killed");
        assertThat(failed.attempts()).hasSize(2);
    }

    @Test
    void whatTheClusterLosesIsNotTheJobsFailure() {
        Job lost =
                waiting.assigned(attempt(1))
                        .requeued(attempt(1).ended(AT, ExitReason.LOST, null, "silent"), null);
        assertThat(lost.failures()).isZero();
    }

    @Test
    void aCancelEndsTheLiveAttemptToo() {
        assertThat(waiting.cancelled(AT).attempts()).isEmpty();
        Job cancelled = waiting.assigned(attempt(1)).cancelled(AT);
        assertThat(cancelled.status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(cancelled.attempts().getFirst().reason()).isEqualTo(ExitReason.CANCELLED);
        assertThat(cancelled.completedAt()).isEqualTo(AT);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 1, 0",
        "-x, 1, 0",
        "a/b, 1, 0",
        "hex, 0, 0",
        "hex, 10000001, 0",
        "hex, 1, -1",
        "hex, 1, 101"
    })
    void aSpecRefusesWhatIsOutOfRange(String configKey, int games, int priority) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new JobSpec(
                                        JobType.SYNC,
                                        configKey,
                                        games,
                                        priority,
                                        JsonText.EMPTY,
                                        null,
                                        Resources.NONE));
    }

    @Test
    void aConfigKeyHas64CharactersAtMost() {
        assertThat(JobSpec.isConfigKey("x".repeat(64))).isTrue();
        assertThat(JobSpec.isConfigKey("x".repeat(65))).isFalse();
    }
}
