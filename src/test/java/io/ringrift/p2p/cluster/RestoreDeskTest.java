package io.ringrift.p2p.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ringrift.p2p.Nouns;
import io.ringrift.p2p.TestClock;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.House;
import io.ringrift.p2p.engine.Invariants;
import io.ringrift.p2p.engine.Policy;
import io.ringrift.p2p.engine.Restoring;
import io.ringrift.p2p.leadership.Leadership;
import io.ringrift.p2p.model.VoterAddress;
import io.ringrift.p2p.replication.InMemoryLog;
import io.ringrift.p2p.replication.NotLeadingException;
import io.ringrift.p2p.replication.codec.SnapshotCodec;
import io.ringrift.p2p.web.CommandGate;
import io.ringrift.p2p.web.StubMembership;
import io.ringrift.p2p.web.VoterRoute;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import org.springframework.web.ErrorResponseException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

class RestoreDeskTest {

    private static final ClusterState OLD = House.livedIn();

    private final TestClock clock = new TestClock();
    private final InMemoryLog log = InMemoryLog.leading(Nouns.A);
    private final Leadership leadership =
            new Leadership(log, Nouns.A, Nouns.TIMING, Policy.DEFAULT, clock, clock, _ -> {});
    private final CommandGate gate = new CommandGate(log, Duration.ofSeconds(1));
    private final AtomicLong ids = new AtomicLong();
    private final RestoreDesk desk = desk(DataSize.ofMegabytes(1));
    private final byte[] backup = bytes(OLD);

    private RestoreDesk desk(DataSize limit) {
        StubMembership voters =
                new StubMembership(
                        new VoterAddress(Nouns.A, "127.0.0.1", 1, 2),
                        new VoterAddress(Nouns.B, "127.0.0.1", 3, 4));
        return new RestoreDesk(
                log,
                gate,
                leadership,
                new VoterRoute(log, leadership, voters, Nouns.A),
                clock,
                () -> new UUID(1, ids.incrementAndGet()),
                new RestoreProperties(limit));
    }

    private static byte[] bytes(ClusterState state) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            new SnapshotCodec().write(state, out);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    @BeforeEach
    void lead() throws InterruptedException {
        leadership.keep();
    }

    private RestoreView restore() throws IOException {
        return desk.restore(new ByteArrayInputStream(backup), backup.length);
    }

    private ErrorResponseException refused(RestoreDesk by, byte[] body, long length) {
        ErrorResponseException problem =
                catchThrowableOfType(
                        ErrorResponseException.class,
                        () -> by.restore(new ByteArrayInputStream(body), length));
        return Objects.requireNonNull(problem, "it was taken");
    }

    private static String code(ErrorResponseException problem) {
        return String.valueOf(
                Objects.requireNonNull(problem.getBody().getProperties()).get("code"));
    }

    @Test
    void everythingIsTakenInAndTheLeaderGoesOnUnderAHigherEpoch() throws Exception {
        RestoreView view = restore();
        ClusterState now = log.picture().state();
        assertThat(view)
                .isEqualTo(
                        new RestoreView(
                                OLD.open().size(), 1, 2, OLD.keys().size(), now.lease().epoch()));
        assertThat(now.open()).isEqualTo(OLD.open());
        assertThat(now.keys()).isEqualTo(OLD.keys());
        assertThat(Invariants.check(now)).isEmpty();
        assertThat(leadership.mayAct()).as("its epoch is over").isEmpty();
        leadership.keep();
        assertThat(leadership.mayAct().orElseThrow().value())
                .isEqualTo(2 + Restoring.EPOCHS_SKIPPED);
    }

    @Test
    void aSecondOneIsRefused() throws Exception {
        restore();
        leadership.keep();
        assertThat(code(refused(desk, backup, backup.length))).isEqualTo("not_fresh");
    }

    @Test
    void aFileThatIsNotWholeChangesNothing() {
        ClusterState before = log.picture().state();
        for (int length = 0; length < backup.length; length += 1 + backup.length / 50) {
            byte[] cut = Arrays.copyOf(backup, length);
            assertThat(code(refused(desk, cut, length))).isEqualTo("unreadable_backup");
            assertThat(code(refused(desk, cut, backup.length))).isEqualTo("unreadable_backup");
        }
        for (int at = 0; at < backup.length; at += 1 + backup.length / 50) {
            byte[] flipped = backup.clone();
            flipped[at] ^= 4;
            assertThat(code(refused(desk, flipped, backup.length))).isEqualTo("unreadable_backup");
        }
        assertThat(log.picture().state()).isSameAs(before);
    }

    @Test
    void aFileThatDoesNotSayItsLengthOrIsTooLongIsRefused() {
        assertThat(refused(desk, backup, -1).getStatusCode().value()).isEqualTo(411);
        assertThat(
                        refused(desk(DataSize.ofBytes(100)), backup, backup.length)
                                .getStatusCode()
                                .value())
                .isEqualTo(413);
    }

    @Test
    void anotherNodeSaysWhoLeads() throws Exception {
        log.follow(Nouns.B);
        leadership.keep();
        ErrorResponseException problem = refused(desk, backup, backup.length);
        assertThat(problem.getStatusCode().value()).isEqualTo(421);
        assertThat(problem.getBody().getDetail()).contains("http://127.0.0.1:3/cluster/restore");
        log.follow(null);
        assertThat(refused(desk, backup, backup.length).getStatusCode().value()).isEqualTo(503);
    }

    @Test
    void whatIsInterruptedTakesNoJobsAndIsBegunAnewByTheNextUpload() throws Exception {
        log.refuse(
                command -> command instanceof Command.RestorePart part && part.number() == 2,
                new NotLeadingException("gone"));
        assertThat(code(refused(desk, backup, backup.length))).isEqualTo("restore_interrupted");
        assertThat(log.picture().state().charter().restoring()).isNotNull();
        ErrorResponseException meanwhile =
                catchThrowableOfType(
                        ErrorResponseException.class, () -> gate.submit(Nouns.submit(1)));
        assertThat(code(Objects.requireNonNull(meanwhile))).isEqualTo("being_restored");

        log.heal();
        restore();
        assertThat(log.picture().state().open()).isEqualTo(OLD.open());
    }

    @Test
    void whatIsInterruptedMayBeGivenUp() throws Exception {
        log.refuse(Command.FinishRestore.class::isInstance, new NotLeadingException("gone"));
        refused(desk, backup, backup.length);
        desk.abort();
        log.heal();
        gate.submit(Nouns.submit(1));
        assertThat(log.picture().state().open()).containsOnlyKeys(Nouns.job(1));
        desk.abort();
        assertThat(log.picture().state().open()).containsOnlyKeys(Nouns.job(1));
    }
}
