package io.ringrift.p2p.peers;

import static io.ringrift.p2p.Nouns.A;
import static io.ringrift.p2p.Nouns.B;
import static io.ringrift.p2p.Nouns.FIRST;
import static io.ringrift.p2p.Nouns.FOUR_CORES;
import static io.ringrift.p2p.Nouns.TIMING;
import static io.ringrift.p2p.Nouns.assign;
import static io.ringrift.p2p.Nouns.cancel;
import static io.ringrift.p2p.Nouns.incarnation;
import static io.ringrift.p2p.Nouns.job;
import static io.ringrift.p2p.Nouns.start;
import static io.ringrift.p2p.Nouns.submit;
import static io.ringrift.p2p.peers.PeersRig.IDLE;
import static io.ringrift.p2p.peers.PeersRig.beat;
import static io.ringrift.p2p.peers.PeersRig.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.House;
import io.ringrift.p2p.leadership.LeadershipRig;
import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.GpuTable;
import io.ringrift.p2p.model.JobStatus;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.ReleaseRule;
import io.ringrift.p2p.model.wire.Beat;
import io.ringrift.p2p.model.wire.RunningAttempt;
import io.ringrift.p2p.replication.NotAcceptedException;
import io.ringrift.p2p.web.LeaderLostException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.web.ErrorResponseException;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Long polls; they wait by the real clock, as connections do. */
class BeatDeskTest {

    private static final long LONG = 5_000;

    private final LeadershipRig rig = LeadershipRig.leading();
    private final PeerRegistry registry = PeersRig.registry(rig.clock);
    private final BeatDesk desk =
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
                    new LogRequests());
    private final ExecutorService agents = Executors.newVirtualThreadPerTaskExecutor();
    private long sequence;

    @AfterEach
    void end() {
        agents.shutdownNow();
    }

    private Beat next(long waitMillis, RunningAttempt... attempts) {
        return beat(1, ++sequence, FOUR_CORES, IDLE, waitMillis, List.of(attempts));
    }

    private Future<BeatDesk.Answer> send(NodeId node, Beat beat) {
        return agents.submit(() -> desk.beat(node, beat));
    }

    /** Sends it and returns once it hangs. */
    private Future<BeatDesk.Answer> hang(NodeId node, RunningAttempt... attempts)
            throws InterruptedException {
        Beat beat = next(LONG, attempts);
        Future<BeatDesk.Answer> pending = send(node, beat);
        await().until(
                        () ->
                                registry.find(node)
                                        .filter(peer -> peer.beat().equals(beat))
                                        .isPresent());
        await().pollDelay(Duration.ofMillis(50)).until(() -> !pending.isDone());
        return pending;
    }

    private static BeatDesk.Answer within(Duration time, Future<BeatDesk.Answer> pending)
            throws Exception {
        return pending.get(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Test
    void aNodeIsToldWhatToDeleteUntilItSaysThatItIsGone() throws Exception {
        desk.beat(A, next(0));
        DataFile file = House.file("old.bin", 1);
        rig.apply(manifest(0, List.of(file), List.of()));
        assertThat(desk.beat(A, next(0)).reply().release()).isNull();
        rig.apply(
                new Command.ReleaseCopies(
                        rig.clock.instant(),
                        rig.epoch(),
                        A,
                        ReleaseRule.RETENTION,
                        1,
                        List.of(file.key())));
        for (int beats = 0; beats < 2; beats++) {
            assertThat(desk.beat(A, next(0)).reply().release()).containsExactly(file.key());
        }
        rig.apply(manifest(1, List.of(), List.of(file.key())));
        assertThat(desk.beat(A, next(0)).reply().release()).isNull();
    }

    private Command manifest(long base, List<DataFile> added, List<DataKey> removed) {
        return new Command.RecordManifest(
                rig.clock.instant(),
                rig.epoch(),
                A,
                incarnation(1),
                base,
                base + 1,
                added,
                removed);
    }

    @Test
    void aCalmBeatWaitsAndWritesNothing() throws Exception {
        desk.beat(A, next(0));
        long index = rig.log.picture().index();
        BeatDesk.Answer answer = desk.beat(A, next(80));
        assertThat(answer.reply().start()).isEmpty();
        assertThat(answer.reply().leader()).isEqualTo(A);
        assertThat(answer.reply().epoch()).isEqualTo(FIRST);
        assertThat(Duration.ofNanos(answer.heldNanos())).isBetween(ms(40), ms(4_000));
        assertThat(rig.log.picture().index()).isEqualTo(index);
    }

    @Test
    void registersANewLifeAndAChangedOfferOnly() throws Exception {
        desk.beat(A, next(0));
        assertThat(registrations()).isEqualTo(1);
        desk.beat(A, next(0));
        assertThat(registrations()).isEqualTo(1);
        desk.beat(A, beat(2, 1, FOUR_CORES, IDLE, 0, List.of()));
        assertThat(registrations()).isEqualTo(2);
        desk.beat(A, beat(2, 2, FOUR_CORES.plus(FOUR_CORES), IDLE, 0, List.of()));
        assertThat(registrations()).isEqualTo(3);
        assertThat(rig.node(A).offered().cpuMilli()).isEqualTo(8_000);
    }

    private long registrations() {
        return rig.log.submitted().stream().filter(Command.RegisterNode.class::isInstance).count();
    }

    @Test
    void anAssignmentEndsTheWaitOfItsNodeOnly() throws Exception {
        desk.beat(A, next(0));
        Future<BeatDesk.Answer> other = hang(B);
        Future<BeatDesk.Answer> pending = hang(A);
        rig.apply(submit(1), assign(1, A));
        BeatDesk.Answer answer = within(ms(2_000), pending);
        assertThat(answer.reply().start())
                .singleElement()
                .satisfies(order -> assertThat(order.jobId()).isEqualTo(job(1)));
        assertThat(other).isNotDone();
    }

    @Test
    void aCancelEndsTheWait() throws Exception {
        desk.beat(A, next(0));
        rig.apply(submit(1), assign(1, A), start(1));
        Future<BeatDesk.Answer> pending = hang(A, running(1));
        rig.apply(cancel(1));
        assertThat(within(ms(2_000), pending).reply().stop()).hasSize(1);
    }

    @Test
    void theNextBeatIsDueAtOnceAfterOneThatMayHang() throws Exception {
        assertThat(desk.beat(A, next(0)).reply().nextBeatMillis()).isEqualTo(5_000);
        desk.beat(A, next(0));
        rig.apply(submit(1), assign(1, A));
        assertThat(desk.beat(A, next(LONG)).reply().nextBeatMillis()).isZero();
    }

    @Test
    void anAgentThatIsStoppingIsNotAnsweredOverAndOver() throws Exception {
        desk.beat(A, next(0));
        rig.apply(submit(1), assign(1, A), start(1), cancel(1));
        assertThat(desk.beat(A, next(LONG, running(1))).reply().stop()).hasSize(1);
        BeatDesk.Answer second = desk.beat(A, next(300, running(1)));
        // What a busy machine needs to look at the state is not held back, but counts as waiting.
        assertThat(Duration.ofNanos(second.heldNanos())).isGreaterThanOrEqualTo(ms(150));
        assertThat(second.reply().stop()).hasSize(1);
    }

    @Test
    void aNewLifeIsToldEverythingAtOnce() throws Exception {
        desk.beat(A, next(0));
        rig.apply(submit(1), assign(1, A));
        assertThat(desk.beat(A, next(LONG)).reply().start()).hasSize(1);
        Beat reborn = beat(2, 1, FOUR_CORES, IDLE, LONG, List.of());
        assertThat(within(ms(2_000), send(A, reborn)).reply().start()).hasSize(1);
    }

    @Test
    void aBeatThatWasOvertakenEndsAndConcludesNothing() throws Exception {
        desk.beat(A, next(0));
        Beat stale = next(LONG);
        Future<BeatDesk.Answer> broken = send(A, stale);
        await().until(() -> registry.find(A).filter(p -> p.beat().equals(stale)).isPresent());
        rig.apply(submit(1));
        Future<BeatDesk.Answer> live = hang(A);
        assertThat(within(ms(2_000), broken).reply().start()).isEmpty();
        rig.apply(assign(1, A));
        assertThat(within(ms(2_000), live).reply().start()).hasSize(1);
        rig.apply(start(1));
        // A copy that the network delivers late does not know the attempt, and is not asked.
        assertThat(desk.beat(A, stale).reply().start()).isEmpty();
        assertThat(rig.log.picture().state().job(job(1)))
                .isNotNull()
                .satisfies(job -> assertThat(job.status()).isEqualTo(JobStatus.RUNNING));
    }

    @Test
    void whatTheAgentDoesNotKnowAnyMoreIsLostAndGoesBackToTheQueue() throws Exception {
        desk.beat(A, next(0));
        rig.apply(submit(1), assign(1, A), start(1));
        desk.beat(A, next(0));
        var job = rig.log.picture().state().open().get(job(1));
        assertThat(job).isNotNull();
        assertThat(job.isQueued()).isTrue();
        assertThat(job.attempts().getFirst().reason()).isEqualTo(ExitReason.LOST);
        assertThat(rig.node(A).holds()).isEmpty();
    }

    @Test
    void aCancelledAttemptThatTheAgentNeverKnewFreesItsPlace() throws Exception {
        desk.beat(A, next(0));
        rig.apply(submit(1), assign(1, A), cancel(1));
        assertThat(rig.node(A).holds()).hasSize(1);
        desk.beat(A, next(0));
        assertThat(rig.node(A).holds()).isEmpty();
    }

    @Test
    void soDoesOneThatWasOrderedInAnAnswerThatGotLost() throws Exception {
        desk.beat(A, next(0));
        rig.apply(submit(1), assign(1, A));
        assertThat(desk.beat(A, next(0)).reply().start()).hasSize(1);
        rig.apply(cancel(1));
        assertThat(rig.node(A).holds()).hasSize(1);
        desk.beat(A, next(0));
        assertThat(rig.node(A).holds()).isEmpty();
        assertThat(rig.node(A).free()).isEqualTo(FOUR_CORES);
    }

    @Test
    void soDoesOneThatIsCancelledWhileABeatHangs() throws Exception {
        desk.beat(A, next(0));
        rig.apply(submit(1));
        Future<BeatDesk.Answer> pending = hang(A);
        rig.apply(assign(1, A), cancel(1));
        await().until(
                        () -> {
                            // The order went out before the cancel: the next beat settles it.
                            if (pending.isDone()) {
                                desk.beat(A, next(0));
                            }
                            return rig.node(A).holds().isEmpty();
                        });
        pending.cancel(true);
    }

    @Test
    void ofTwoAgentsUnderOneNameTheLaterStaysAndTheOtherIsToldOnce() throws Exception {
        desk.beat(A, next(0));
        Future<BeatDesk.Answer> hanging = hang(A);
        desk.beat(A, beat(2, 1, FOUR_CORES, IDLE, 0, List.of()));
        assertThatThrownBy(() -> within(ms(2_000), hanging))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .satisfies(BeatDeskTest::isSuperseded);
        for (int i = 2; i < 5; i++) {
            assertThatThrownBy(() -> desk.beat(A, next(0))).satisfies(BeatDeskTest::isSuperseded);
            desk.beat(A, beat(2, i, FOUR_CORES, IDLE, 0, List.of()));
        }
        assertThat(registrations()).isEqualTo(2);
        assertThat(rig.node(A).incarnation()).isEqualTo(incarnation(2));
        // A third life is as welcome as any.
        desk.beat(A, beat(3, 1, FOUR_CORES, IDLE, 0, List.of()));
        assertThat(rig.node(A).incarnation()).isEqualTo(incarnation(3));
    }

    private static void isSuperseded(Throwable failure) {
        assertThat(failure)
                .isInstanceOfSatisfying(
                        ErrorResponseException.class,
                        e -> {
                            assertThat(e.getStatusCode().value()).isEqualTo(409);
                            assertThat(e.getBody().getProperties())
                                    .containsEntry("code", "superseded");
                        });
    }

    @Test
    void whoDoesNotLeadSaysSo() {
        rig.clock.advance(TIMING.leaderLease());
        assertThatThrownBy(() -> desk.beat(A, next(0))).isInstanceOf(LeaderLostException.class);
        assertThat(registry.find(A)).isEmpty();
    }

    @Test
    void losingTheLeadershipEndsTheWait() throws Exception {
        desk.beat(A, next(0));
        Future<BeatDesk.Answer> pending = hang(A);
        rig.log.follow(B);
        rig.keep();
        assertThatThrownBy(() -> within(ms(2_000), pending))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(LeaderLostException.class);
    }

    @Test
    void aLogThatRefusesIsTheAgentsToRetry() {
        rig.log.refuse(_ -> true, new NotAcceptedException("busy"));
        assertThatThrownBy(() -> desk.beat(A, next(0)))
                .isInstanceOf(ErrorResponseException.class)
                .hasMessageContaining("503");
    }

    private static Duration ms(long millis) {
        return Duration.ofMillis(millis);
    }
}
