package io.ringrift.p2p.jobs;

import static io.ringrift.p2p.Nouns.A;
import static io.ringrift.p2p.Nouns.B;
import static io.ringrift.p2p.Nouns.CORE;
import static io.ringrift.p2p.Nouns.FOUR_CORES;
import static io.ringrift.p2p.Nouns.register;
import static io.ringrift.p2p.Nouns.spec;
import static io.ringrift.p2p.Nouns.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ringrift.p2p.Nouns;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.RulesVersion;
import io.ringrift.p2p.jobs.placement.Candidate;
import io.ringrift.p2p.leadership.LeadershipRig;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.JsonText;
import io.ringrift.p2p.model.Needs;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Obstacle;
import io.ringrift.p2p.model.Resources;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.DataPath;
import io.ringrift.p2p.model.data.Producer;
import io.ringrift.p2p.model.data.Sha256;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

class DispatchWatchTest {

    private final LeadershipRig rig = LeadershipRig.leading();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final DispatchWatch watch = new DispatchWatch(rig.clock, meters);
    private Epoch epoch = Epoch.NONE;

    @BeforeEach
    void aJobWaitsThatFitsNowhere() {
        epoch = rig.epoch();
        rig.apply(register(A, FOUR_CORES), submit(1, spec(50, FOUR_CORES.plus(CORE), null)));
    }

    private double alarm() {
        return meters.get("ringrift.p2p.dispatch.stuck").gauge().value();
    }

    private Candidate idle() {
        return Candidate.healthy(rig.node(A), 0.1, 0);
    }

    private void rounds(int seconds, Candidate node) {
        for (int i = 0; i < seconds; i++) {
            rig.clock.advance(Duration.ofSeconds(1));
            look(node);
        }
    }

    private void look(Candidate node) {
        watch.nothingDispatched(
                epoch, rig.log.picture().state(), rig.clock.instant(), List.of(node));
    }

    @Test
    void idleNodesBesideDueJobsForAMinuteAreAnAlarm() {
        look(idle());
        rounds(59, idle());
        assertThat(alarm()).isZero();
        rounds(1, idle());
        assertThat(alarm()).isOne();
        watch.calm();
        assertThat(alarm()).isZero();
        rounds(60, idle());
        assertThat(alarm()).as("counted anew").isZero();
    }

    @Test
    void aClusterWithoutAnIdleNodeIsOnlyBusy() {
        rig.apply(submit(2), Nouns.assign(2, A));
        rounds(120, idle());
        assertThat(alarm()).as("the node works").isZero();
        rounds(120, Candidate.barred(rig.node(A), Obstacle.OVERLOADED, "busy"));
        assertThat(alarm()).isZero();
    }

    @Test
    void whatALostLeadershipSawIsForgotten() {
        rounds(61, idle());
        assertThat(alarm()).isOne();
        rig.clock.advance(Duration.ofSeconds(11));
        assertThat(alarm()).as("nobody looked since").isZero();
        epoch = epoch.next();
        rounds(59, idle());
        assertThat(alarm()).isZero();
    }

    @Test
    void jobsWhoseDataIsOnItsWayAreNoAlarm() {
        rig.apply(Nouns.cancel(1));
        for (int version = 2; version <= RulesVersion.DATA; version++) {
            rig.apply(new Command.RaiseRulesVersion(rig.clock.instant(), epoch, version));
        }
        Sha256 digest = new Sha256("ab".repeat(32));
        rig.apply(register(B, FOUR_CORES), has(B, digest));
        rig.apply(submit(2, spec(50, CORE, A).withNeeds(Needs.of(List.of(digest)))));
        rounds(61, idle());
        assertThat(alarm()).as("nobody brings it").isOne();
        watch.calm();
        rig.apply(submit(3, brings(digest)), Nouns.assign(3, B), Nouns.start(3));
        rounds(240, idle());
        assertThat(alarm()).as("it is on its way").isZero();
        rig.apply(submit(4, spec(50, FOUR_CORES.plus(CORE), null)));
        rounds(61, idle());
        assertThat(alarm()).as("another job waits for what there is not").isOne();
    }

    private Command has(NodeId node, Sha256 digest) {
        DataFile file =
                new DataFile(
                        new DataKey(DataKind.MODELS, new DataPath("hex8/1.pt"), digest),
                        "hex8",
                        1,
                        0,
                        Producer.of(node),
                        rig.clock.instant());
        return new Command.RecordManifest(
                rig.clock.instant(),
                epoch,
                node,
                Nouns.incarnation(1),
                0,
                1,
                List.of(file),
                List.of());
    }

    private static JobSpec brings(Sha256 digest) {
        return new JobSpec(
                JobType.SYNC,
                "hex8",
                1,
                50,
                new JsonText("{\"sync\":{\"files\":[{\"sha256\":\"" + digest + "\"}]}}"),
                null,
                Resources.NONE);
    }
}
