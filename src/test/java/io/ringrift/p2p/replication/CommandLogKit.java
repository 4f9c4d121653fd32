package io.ringrift.p2p.replication;

import static io.ringrift.p2p.Nouns.cancel;
import static io.ringrift.p2p.Nouns.job;
import static io.ringrift.p2p.Nouns.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.Nouns;
import io.ringrift.p2p.TestClock;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.Decision;
import io.ringrift.p2p.engine.Event;
import io.ringrift.p2p.engine.Rejection;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** What every command log must do. */
@Timeout(120)
public abstract class CommandLogKit {

    protected CommandLog log;

    /** A log that was not started yet. */
    protected abstract CommandLog make() throws Exception;

    /** Starts it and returns once it leads. */
    protected abstract void start(CommandLog made) throws Exception;

    protected abstract void close(CommandLog opened) throws Exception;

    @BeforeEach
    void open() throws Exception {
        log = make();
        start(log);
    }

    @AfterEach
    void shut() throws Exception {
        close(log);
    }

    protected Applied apply(Command command) throws Exception {
        return log.submit(command).get(20, TimeUnit.SECONDS);
    }

    @Test
    void answersWithPlaceCommandAndDecision() throws Exception {
        Command command = submit(1);
        Applied applied = apply(command);
        assertThat(applied.command()).isEqualTo(command);
        assertThat(applied.index()).isNotNegative();
        assertThat(applied.decision())
                .isInstanceOfSatisfying(
                        Decision.Accepted.class,
                        accepted ->
                                assertThat(accepted.events().getFirst())
                                        .isInstanceOf(Event.JobSubmitted.class));
    }

    @Test
    void showsTheEffectByTheTimeItAnswers() throws Exception {
        for (int i = 1; i <= 50; i++) {
            Applied applied = apply(submit(i));
            assertThat(log.picture().state().job(job(i))).isNotNull();
            assertThat(log.picture().index()).isGreaterThanOrEqualTo(applied.index());
        }
    }

    @Test
    void carriesARefusalBackAndChangesNothing() throws Exception {
        apply(submit(1));
        var before = log.picture().state();
        assertThat(apply(cancel(2)).decision())
                .isEqualTo(new Decision.Refused(new Rejection.UnknownJob(job(2))));
        assertThat(apply(submit(1)).decision())
                .isEqualTo(new Decision.Refused(new Rejection.DuplicateJob(job(1))));
        assertThat(log.picture().state()).isEqualTo(before);
    }

    @Test
    void keepsTheOrderOfOneSender() throws Exception {
        List<Applied> seen = new CopyOnWriteArrayList<>();
        log.onApplied(seen::add);
        List<Command> sent = new ArrayList<>();
        List<CompletableFuture<Applied>> pending = new ArrayList<>();
        for (int i = 1; i <= 300; i++) {
            Command command = i % 3 == 0 ? cancel(i - 1) : submit(i);
            sent.add(command);
            pending.add(log.submit(command));
        }
        List<Applied> answers = new ArrayList<>();
        for (CompletableFuture<Applied> one : pending) {
            answers.add(one.get(20, TimeUnit.SECONDS));
        }
        assertThat(answers).extracting(Applied::command).isEqualTo(sent);
        assertThat(answers).extracting(Applied::index).isSorted();
        assertThat(answers).allMatch(applied -> applied.decision() instanceof Decision.Accepted);
        assertThat(seen).isEqualTo(answers);
    }

    @Test
    void givesEachOfManySendersItsOwnAnswer() throws Exception {
        int senders = 64;
        int each = 500;
        List<Future<List<Applied>>> answers = new ArrayList<>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int sender = 0; sender < senders; sender++) {
                int from = sender * each;
                answers.add(executor.submit(() -> submitAll(from, each)));
            }
        }
        List<Long> indexes = new ArrayList<>();
        for (int sender = 0; sender < senders; sender++) {
            List<Applied> own = answers.get(sender).get();
            for (int i = 0; i < each; i++) {
                assertThat(own.get(i).command()).isEqualTo(submit(sender * each + i));
                assertThat(own.get(i).decision()).isInstanceOf(Decision.Accepted.class);
            }
            own.forEach(applied -> indexes.add(applied.index()));
        }
        assertThat(log.picture().state().open()).hasSize(senders * each);
        assertEntries(indexes.stream().distinct().count(), senders * each);
    }

    /** How many entries that many concurrent commands may take. */
    protected abstract void assertEntries(long entries, int commands);

    private List<Applied> submitAll(int from, int count) throws Exception {
        List<Applied> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            answers.add(apply(submit(from + i)));
        }
        return answers;
    }

    @Test
    void leads() {
        Standing standing = log.standing();
        assertThat(standing.ready()).isTrue();
        assertThat(standing.leader()).isEqualTo(Nouns.A);
        assertThat(standing.quorumOk()).isTrue();
        assertThat(standing.quorum()).isEqualTo(1);
    }

    @Test
    void claimsGetRisingEpochs() throws Exception {
        var claim = new Command.ClaimLeadership(TestClock.START, Nouns.A, Duration.ofSeconds(30));
        apply(claim);
        apply(claim);
        assertThat(log.picture().state().lease().epoch().value()).isEqualTo(2);
    }

    @Test
    void takesNothingBeforeItsStart() throws Exception {
        CommandLog made = make();
        assertNotAccepted(made.submit(submit(1)));
        assertThat(made.standing().ready()).isFalse();
        assertThat(made.picture().index()).isEqualTo(-1);
        close(made);
    }

    @Test
    void takesNothingAfterItsEnd() throws Exception {
        apply(submit(1));
        close(log);
        assertNotAccepted(log.submit(submit(2)));
        assertThat(log.picture().state().job(job(1))).isNotNull();
    }

    protected static void assertNotAccepted(CompletableFuture<Applied> pending) {
        assertThat(pending)
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(NotAcceptedException.class);
    }
}
