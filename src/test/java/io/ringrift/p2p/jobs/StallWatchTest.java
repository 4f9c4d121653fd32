package io.ringrift.p2p.jobs;

import static io.ringrift.p2p.Nouns.A;
import static io.ringrift.p2p.Nouns.B;
import static io.ringrift.p2p.Nouns.FOUR_CORES;
import static io.ringrift.p2p.Nouns.assign;
import static io.ringrift.p2p.Nouns.job;
import static io.ringrift.p2p.Nouns.register;
import static io.ringrift.p2p.Nouns.start;
import static io.ringrift.p2p.Nouns.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.RulesVersion;
import io.ringrift.p2p.leadership.LeadershipRig;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobStatus;
import io.ringrift.p2p.model.wire.Progress;
import io.ringrift.p2p.peers.PeerRegistry;
import io.ringrift.p2p.peers.PeersRig;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Objects;

class StallWatchTest {

    private final LeadershipRig rig = LeadershipRig.leading();
    private final PeerRegistry peers = PeersRig.registry(rig.clock);
    private final StallWatch watch = watch(Duration.ofMinutes(30));

    private StallWatch watch(Duration most) {
        return new StallWatch(
                rig.log,
                rig.gate,
                peers,
                _ -> most,
                rig.clock,
                rig.clock,
                new SimpleMeterRegistry());
    }

    /** Leases end while minutes pass here; who may act is the loop's to ask. */
    private Epoch epoch = Epoch.NONE;

    @BeforeEach
    void aJobRunsOnOneOfTwoNodes() {
        epoch = rig.epoch();
        rig.apply(
                new Command.RaiseRulesVersion(rig.clock.instant(), epoch, RulesVersion.PLACEMENT));
        rig.apply(register(A, FOUR_CORES), register(B, FOUR_CORES));
        rig.apply(submit(1), assign(1, A), start(1));
    }

    private Job theJob() {
        return Objects.requireNonNull(rig.log.picture().state().job(job(1)));
    }

    /** Time passes while beats say how far the attempt is. */
    private void minutes(int minutes, long done, StallWatch by, Epoch epoch) {
        for (int i = 0; i < minutes; i++) {
            PeersRig.progress(peers, A, 1, new Progress(done, 50, "games"));
            by.round(epoch);
            rig.clock.advance(Duration.ofMinutes(1));
        }
    }

    @Test
    void whoStandsStillForTooLongIsQueuedAgain() {
        minutes(31, 12, watch, epoch);
        assertThat(theJob().status()).isEqualTo(JobStatus.RUNNING);
        minutes(1, 12, watch, epoch);
        assertThat(theJob().status()).isEqualTo(JobStatus.PENDING);
        assertThat(theJob().attempts().getFirst().reason()).isEqualTo(ExitReason.STALLED);
        assertThat(theJob().error()).isEqualTo("no progress for 1860 s at 12 of 50 games");
        assertThat(rig.node(A).holds()).as("until its agent has stopped it").hasSize(1);
    }

    @Test
    void whoGetsOnIsLeftAlone() {
        for (int done = 0; done < 4; done++) {
            minutes(29, done, watch, epoch);
        }
        assertThat(theJob().status()).isEqualTo(JobStatus.RUNNING);
    }

    @Test
    void whoNeverSaidHowFarItIsIsLeftAlone() {
        for (int i = 0; i < 100; i++) {
            PeersRig.heard(peers, A);
            watch.round(epoch);
            rig.clock.advance(Duration.ofMinutes(1));
        }
        assertThat(theJob().status()).isEqualTo(JobStatus.RUNNING);
    }

    @Test
    void aSilentNodeIsNotStalled() {
        minutes(1, 12, watch, epoch);
        rig.clock.advance(Duration.ofHours(2));
        watch.round(epoch);
        assertThat(theJob().status()).isEqualTo(JobStatus.RUNNING);
        minutes(2, 12, watch, epoch);
        assertThat(theJob().status()).as("counted anew").isEqualTo(JobStatus.RUNNING);
    }

    @Test
    void zeroMeansForEver() {
        minutes(100, 12, watch(Duration.ZERO), epoch);
        assertThat(theJob().status()).isEqualTo(JobStatus.RUNNING);
    }

    @Test
    void aNewLeadershipCountsAnew() {
        minutes(20, 12, watch, epoch);
        minutes(20, 12, watch, epoch.next());
        assertThat(theJob().status()).isEqualTo(JobStatus.RUNNING);
    }
}
