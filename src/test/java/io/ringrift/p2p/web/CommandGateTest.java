package io.ringrift.p2p.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.p2p.Nouns;
import io.ringrift.p2p.replication.DiskFullException;
import io.ringrift.p2p.replication.InMemoryLog;
import io.ringrift.p2p.replication.NotAcceptedException;
import io.ringrift.p2p.replication.NotLeadingException;
import io.ringrift.p2p.replication.OutcomeUnknownException;

import org.junit.jupiter.api.Test;
import org.springframework.web.ErrorResponseException;

import java.time.Duration;

/** What a caller learns when the log does not answer as it should. */
class CommandGateTest {

    private final InMemoryLog log = InMemoryLog.leading(Nouns.A);
    private final CommandGate gate = new CommandGate(log, Duration.ofMillis(50));

    private void assertProblem(String code, String detail) {
        assertThatThrownBy(() -> gate.submit(Nouns.submit(1)))
                .isInstanceOfSatisfying(
                        ErrorResponseException.class,
                        e -> {
                            assertThat(e.getStatusCode().value()).isEqualTo(503);
                            assertThat(e.getHeaders().getFirst("Retry-After")).isNotNull();
                            assertThat(e.getBody().getProperties()).containsEntry("code", code);
                            assertThat(String.valueOf(e.getBody().getType())).endsWith(":" + code);
                            assertThat(e.getBody().getDetail()).contains(detail);
                        });
    }

    @Test
    void saysThatNothingHappened() {
        log.refuse(_ -> true, new NotAcceptedException("too many commands wait"));
        assertProblem("not_accepted", "Nothing was changed, try again: too many commands wait.");
    }

    @Test
    void leavesWhatAnotherMayLeadToTheForwarding() {
        log.refuse(_ -> true, new NotLeadingException("this node does not lead"));
        assertThatThrownBy(() -> gate.submit(Nouns.submit(1)))
                .isInstanceOf(LeaderLostException.class);
    }

    @Test
    void saysThatTheDiskIsFull() {
        log.refuse(_ -> true, new DiskFullException("the disk is nearly full"));
        assertProblem("disk_full", "Nothing was changed: the disk is nearly full.");
    }

    @Test
    void saysThatItDoesNotKnow() {
        log.refuse(
                _ -> true, new OutcomeUnknownException("no answer", new IllegalStateException()));
        assertProblem("outcome_unknown", "It may have happened or not (no answer)");
    }

    @Test
    void doesNotWaitForEver() {
        log.hang(_ -> true);
        assertProblem("outcome_unknown", "did not answer within");
    }

    @Test
    void keepsAnInterruption() {
        log.hang(_ -> true);
        Thread.currentThread().interrupt();
        assertProblem("outcome_unknown", "interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }
}
