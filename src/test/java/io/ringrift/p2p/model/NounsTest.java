package io.ringrift.p2p.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What the small nouns accept, refuse and say. */
class NounsTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "gpu-1", "N0.d_e", "0"})
    void aNodeIdIsAName(String text) {
        assertThat(new NodeId(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", ".a", "a b", "a/b", "é", "a\n"})
    void whatIsNoFileNameIsNoNodeId(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new NodeId(text));
    }

    @Test
    void aNodeIdHas63CharactersAtMostAndSortsByText() {
        assertThat(new NodeId("x".repeat(63)).value()).hasSize(63);
        assertThatIllegalArgumentException().isThrownBy(() -> new NodeId("x".repeat(64)));
        assertThat(new NodeId("a")).isLessThan(new NodeId("b"));
    }

    @Test
    void jobIdsSortByTimeAndThenByTheRestAllBitsUnsigned() {
        JobId older = new JobId(new UUID(1, -1));
        JobId newer = new JobId(new UUID(2, 0));
        JobId far = new JobId(new UUID(-1, 0));
        assertThat(List.of(far, newer, older).stream().sorted()).containsExactly(older, newer, far);
        assertThat(new JobId(new UUID(1, 1))).isLessThan(new JobId(new UUID(1, -1)));
        assertThat(older).isEqualByComparingTo(new JobId(new UUID(1, -1)));
    }

    @Test
    void aJobIdIsReadAsItIsWritten() {
        String text = "01900000-0001-7000-8000-000000000001";
        assertThat(JobId.parse(text)).hasToString(text);
        assertThatIllegalArgumentException().isThrownBy(() -> JobId.parse("1-1-1-1-1"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JobId.parse("zzzzzzzz-0001-7000-8000-000000000001"));
    }

    @Test
    void aTokenSaysItsUuid() {
        assertThat(new AttemptToken(new UUID(0, 1)))
                .hasToString("00000000-0000-0000-0000-000000000001");
    }

    @Test
    void epochsRise() {
        Epoch one = Epoch.NONE.next();
        assertThat(one).hasToString("1").isGreaterThan(Epoch.NONE);
        assertThat(Epoch.NONE.isOlderThan(one)).isTrue();
        assertThat(one.isOlderThan(one)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new Epoch(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Epoch(Long.MAX_VALUE).next());
    }

    @Test
    void aLeaseEndsAfterItsDuration() {
        Instant at = Instant.EPOCH;
        Lease lease = new Lease(new NodeId("a"), new Epoch(1), at, Duration.ofSeconds(30));
        assertThat(lease.until()).isEqualTo(at.plusSeconds(30));
    }

    @Test
    void anIdempotencyKeyIsVisibleAscii() {
        assertThat(new IdempotencyKey("~!k")).hasToString("~!k");
        assertThat(new IdempotencyKey("a")).isLessThan(new IdempotencyKey("b"));
        for (String bad : List.of("", "a b", "ä", "a\u007f", "k".repeat(201))) {
            assertThatIllegalArgumentException().isThrownBy(() -> new IdempotencyKey(bad));
        }
        assertThat(new IdempotencyKey("k".repeat(200)).value()).hasSize(200);
    }

    @Test
    void jsonTextIsAnObject() {
        assertThat(JsonText.EMPTY).hasToString("{}");
        for (String bad : List.of("", "[]", "{", "}", "1", " {}")) {
            assertThatIllegalArgumentException().isThrownBy(() -> new JsonText(bad));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "selfplay, SELFPLAY",
        "TRAINING, TRAINING",
        "evaluation, EVALUATION",
        "gauntlet, EVALUATION",
        "Tournament, EVALUATION",
        "benchmark, EVALUATION",
        "sync, SYNC"
    })
    void jobTypesAreReadInAnyCaseAndByTheirOlderWords(String text, JobType type) {
        assertThat(JobType.ofWireName(text)).contains(type);
        assertThat(JobType.ofWireName(type.wireName())).contains(type);
    }

    @Test
    void anotherWordIsNoJobType() {
        assertThat(JobType.ofWireName("self-play")).isEqualTo(Optional.empty());
    }

    @Test
    void threeStatusesAreFinalAndOnlySilenceBeyondTheTimeoutIsDeath() {
        assertThat(JobStatus.values())
                .filteredOn(JobStatus::isFinal)
                .containsExactly(JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED);
        assertThat(NodeHealth.values())
                .filteredOn(NodeHealth::isAlive)
                .containsExactly(NodeHealth.HEALTHY, NodeHealth.DEGRADED, NodeHealth.UNHEALTHY);
        assertThat(ExitReason.values())
                .filteredOn(ExitReason::isInfrastructure)
                .containsExactly(
                        ExitReason.LOST,
                        ExitReason.PREEMPTED,
                        ExitReason.STALLED,
                        ExitReason.REJECTED);
    }
}
