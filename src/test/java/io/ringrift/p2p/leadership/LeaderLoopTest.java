package io.ringrift.p2p.leadership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ringrift.p2p.Nouns;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.Command.AbortRestore;
import io.ringrift.p2p.engine.Command.BeginRestore;
import io.ringrift.p2p.engine.Policy;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.Timing;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

class LeaderLoopTest {

    private static final Duration NEVER_BY_ITSELF = Duration.ofHours(1);

    private final LeadershipRig rig = new LeadershipRig();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicInteger rounds = new AtomicInteger();
    private LeaderLoop loop = loop(NEVER_BY_ITSELF, _ -> rounds.incrementAndGet());

    private LeaderLoop loop(Duration every, LeaderLoop.Round round) {
        return new LeaderLoop("test", rig.leadership, every, meters, round);
    }

    @AfterEach
    void end() {
        loop.close();
    }

    @Test
    void doesNothingWithoutTheLeaseAndStartsWithIt() {
        loop.start();
        loop.wake();
        await().pollDelay(Duration.ofMillis(100)).until(() -> rounds.get() == 0);
        rig.keep();
        await().until(() -> rounds.get() == 1);
        rig.clock.advance(Duration.ofHours(1));
        loop.wake();
        await().pollDelay(Duration.ofMillis(100)).until(() -> rounds.get() == 1);
    }

    @Test
    void wakesWhileARoundRunsCountOnce() throws InterruptedException {
        rig.keep();
        CountDownLatch goOn = new CountDownLatch(1);
        loop =
                loop(
                        NEVER_BY_ITSELF,
                        _ -> {
                            rounds.incrementAndGet();
                            goOn.await();
                        });
        loop.start();
        loop.wake();
        await().until(() -> rounds.get() == 1);
        for (int i = 0; i < 100; i++) {
            loop.wake();
        }
        goOn.countDown();
        await().pollDelay(Duration.ofMillis(100)).until(() -> rounds.get() == 2);
    }

    @Test
    void runsByItselfFromTimeToTime() {
        rig.keep();
        loop = loop(Duration.ofMillis(5), _ -> rounds.incrementAndGet());
        loop.start();
        await().until(() -> rounds.get() > 3);
    }

    @Test
    void aRoundThatFailsIsCountedAndFollowedByOthers() {
        rig.keep();
        loop =
                loop(
                        Duration.ofMillis(5),
                        _ -> {
                            if (rounds.incrementAndGet() <= 3) {
                                throw new IllegalStateException("a bug");
                            }
                        });
        loop.start();
        await().until(() -> rounds.get() > 5);
        assertThat(meters.counter("ringrift.p2p.loop.failures", "loop", "test").count())
                .isEqualTo(3);
    }

    @Test
    void theKeeperClaimsAtOnceRenewsAndGivesBack() {
        Timing timing =
                new Timing(Duration.ofMillis(100), Duration.ofMillis(300), Duration.ofSeconds(1));
        LeadershipRig quick = new LeadershipRig(timing, Policy.DEFAULT);
        LeaseKeeper keeper = new LeaseKeeper(quick.leadership, quick.log, timing);
        keeper.start();
        await().until(() -> quick.leadership.mayAct().isPresent());
        await().until(
                        () ->
                                quick.log.submitted().stream()
                                        .anyMatch(Command.RenewLease.class::isInstance));
        quick.log.follow(Nouns.B);
        await().until(() -> quick.leadership.mayAct().isEmpty());
        quick.log.start();
        await().until(() -> quick.leadership.mayAct().isPresent());
        keeper.close();
        assertThat(quick.log.picture().state().lease().holder()).isNull();
    }

    @Test
    void theKeeperSurvivesALogThatThrows() {
        Timing timing =
                new Timing(Duration.ofMillis(100), Duration.ofMillis(300), Duration.ofSeconds(1));
        LeadershipRig quick = new LeadershipRig(timing, Policy.DEFAULT);
        int[] told = {0};
        quick.leadership.onChange(
                () -> {
                    if (told[0]++ == 0) {
                        throw new IllegalStateException("a bug in a listener");
                    }
                });
        try (LeaseKeeper keeper = new LeaseKeeper(quick.leadership, quick.log, timing)) {
            keeper.start();
            await().until(
                            () ->
                                    quick.log.submitted().stream()
                                            .anyMatch(Command.RenewLease.class::isInstance));
        }
    }

    @Test
    void waitsWhileABackupIsTakenIn() {
        rig.keep();
        rig.apply(
                new BeginRestore(
                        rig.clock.instant(), rig.epoch(), new UUID(1, 1), 1, Epoch.NONE, 1));
        loop.start();
        loop.wake();
        await().pollDelay(Duration.ofMillis(100)).until(() -> rounds.get() == 0);
        rig.apply(new AbortRestore(rig.clock.instant(), rig.epoch()));
        loop.wake();
        await().until(() -> rounds.get() == 1);
    }
}
