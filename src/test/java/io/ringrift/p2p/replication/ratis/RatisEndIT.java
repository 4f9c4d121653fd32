package io.ringrift.p2p.replication.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ringrift.p2p.Nouns;
import io.ringrift.p2p.engine.Command.ClaimLeadership;
import io.ringrift.p2p.engine.Command.RaiseRulesVersion;
import io.ringrift.p2p.engine.House;
import io.ringrift.p2p.engine.RulesVersion;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.replication.CannotOpenLogException;
import io.ringrift.p2p.replication.codec.CommandCodec;

import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** When this node must end rather than go on. */
@Timeout(120)
class RatisEndIT {

    @TempDir Path folder;

    private final RatisRig rig = new RatisRig();

    @Test
    void aFailedWriteEndsTheProcess() {
        List<String> halts = new ArrayList<>();
        machine(halts, () -> {}).notifyLogFailed(new IOException("No space left"), null);
        assertThat(halts).singleElement().asString().contains("No space left");
    }

    @Test
    void theLibraryTellsWhenItShutsDown() {
        List<String> told = new ArrayList<>();
        machine(new ArrayList<>(), () -> told.add("shut down"))
                .notifyServerShutdown(RoleInfoProto.getDefaultInstance(), true);
        assertThat(told).hasSize(1);
    }

    @Test
    void aLogThatClosesItselfEndsTheProcess() throws Exception {
        try (RatisLog log = rig.open(folder, RatisRig.settings(100))) {
            log.opened().server().close();
            await().atMost(Duration.ofSeconds(10)).until(() -> !rig.halts.isEmpty());
        }
        assertThat(rig.halts.getFirst()).contains("closed itself");
    }

    @Test
    void aDivisionThatDiesSilentlyEndsTheProcess() throws Exception {
        try (RatisLog log = rig.open(folder, RatisRig.settings(100))) {
            log.opened().division().close();
            await().atMost(Duration.ofSeconds(10)).until(() -> !rig.halts.isEmpty());
        }
        assertThat(rig.halts.getFirst()).contains("closed itself");
    }

    @Test
    void aCloseThatWasAskedForDoesNot() throws Exception {
        RatisLog log = rig.open(folder, RatisRig.settings(100));
        log.close();
        log.close();
        assertThat(rig.halts).isEmpty();
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            RatisLog log =
                    new RatisLog(
                            RatisLog.Place.alone(
                                    Nouns.A, folder, "127.0.0.1", taken.getLocalPort()),
                            RatisRig.settings(100),
                            rig.halts::add,
                            System::nanoTime);
            assertThatThrownBy(() -> log.start(RatisRig.CLUSTER, false))
                    .isInstanceOf(CannotOpenLogException.class)
                    .hasMessageContaining("Raft port " + taken.getLocalPort());
            assertThat(rig.halts).isEmpty();
        }
    }

    @Test
    void rulesThatThisProgramDoesNotKnowEndTheProcess() throws Exception {
        int known = RulesVersion.known();
        try (RatisLog log = rig.open(folder, RatisRig.settings(100))) {
            RatisRig.submit(log, new ClaimLeadership(House.START, Nouns.A, Duration.ofSeconds(30)));
            for (int next = RulesVersion.FIRST + 1; next <= known; next++) {
                RatisRig.submit(log, new RaiseRulesVersion(House.START, new Epoch(1), next));
            }
            var _ = log.submit(new RaiseRulesVersion(House.START, new Epoch(1), known + 1));
            await().atMost(Duration.ofSeconds(10)).until(() -> !rig.halts.isEmpty());

            assertThat(rig.halts.getFirst()).contains("it needs a newer program");
            assertThat(log.picture().state().rulesVersion()).isEqualTo(known);
        }
    }

    private static ClusterStateMachine machine(List<String> halts, Runnable onShutdown) {
        return new ClusterStateMachine(
                new CommandCodec(),
                new Snapshots(1_000, _ -> {}, () -> {}),
                halts::add,
                new LogListeners(),
                () -> {},
                onShutdown,
                _ -> null);
    }
}
