package io.ringrift.p2p.status;

import static io.ringrift.p2p.Nouns.A;
import static io.ringrift.p2p.Nouns.TIMING;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ringrift.p2p.TestClock;
import io.ringrift.p2p.model.AgentSight;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.GpuTable;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.NodeIdentity;
import io.ringrift.p2p.model.NodeRole;
import io.ringrift.p2p.model.OverloadThresholds;
import io.ringrift.p2p.model.ResourceMetrics;
import io.ringrift.p2p.model.Voters;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a node tells that has only its agent. */
class AgentBoardTest {

    private final TestClock clock = new TestClock();
    private final Sight sight = new Sight();
    private final AgentBoard board =
            new AgentBoard(
                    sight,
                    new NodeIdentity(A, "127.0.0.1", 8770, Path.of("data")),
                    Voters.parse("x=10.0.0.1:8770,y=10.0.0.2:8770,z=10.0.0.3:8770"),
                    TIMING,
                    GpuTable.DEFAULT,
                    OverloadThresholds.DEFAULT,
                    clock,
                    "1.2.3");

    private static final class Sight implements AgentSight {
        private @Nullable Contact last;

        @Override
        public Optional<Contact> contact() {
            return Optional.ofNullable(last);
        }

        @Override
        public ResourceMetrics metrics() {
            return new ResourceMetrics(12, 34, 56, 1L << 30, List.of());
        }

        @Override
        public Map<JobType, Integer> attempts() {
            return Map.of(JobType.SELFPLAY, 2, JobType.TRAINING, 1);
        }
    }

    private void answered() {
        sight.last =
                new AgentSight.Contact(
                        new NodeId("y"), new Epoch(7), clock.instant(), clock.nanos(), 0);
    }

    @Test
    void beforeTheFirstAnswerItIsUnwellAndNumbersAreZero() {
        StatusView status = board.status(8770);
        assertThat(board.isHealthy()).isFalse();
        assertThat(status.leaderId()).isNull();
        assertThat(status.voterQuorumOk()).isFalse();
        assertThat(status.epoch()).isEqualTo(Epoch.NONE);
        assertThat(status.alivePeers()).isEqualTo(1);
        assertThat(status.self().cpuPercent()).isEqualTo(12);
        assertThat(status.allPeers()).containsOnlyKeys("a");
    }

    @Test
    void anAnswerNamesTheLeaderForAsLongAsPeerTimeout() {
        clock.advance(Duration.ofSeconds(3));
        answered();
        StatusView status = board.status(8770);
        assertThat(status.role()).isEqualTo(NodeRole.FOLLOWER);
        assertThat(status.isLeader()).isFalse();
        assertThat(status.leaderId()).isEqualTo(new NodeId("y"));
        assertThat(status.epoch()).isEqualTo(new Epoch(7));
        assertThat(status.voterHealth()).isEqualTo(new StatusView.VoterHealth(2, 3, true));
        assertThat(status.peers().values())
                .extracting(StatusView.NodeView::host)
                .containsExactly("10.0.0.2");
        assertThat(status.selfplayJobs()).isEqualTo(2);
        assertThat(status.activeJobs()).isEqualTo(3);
        clock.advance(TIMING.peerTimeout());
        assertThat(board.isHealthy()).isTrue();
        clock.advance(Duration.ofMillis(1));
        assertThat(board.isHealthy()).isFalse();
        assertThat(board.status(8770).epoch()).isEqualTo(new Epoch(7));
        assertThat(board.status(8770).peers()).isEmpty();
    }

    @Test
    void itsSeriesSayTheSame() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        new AgentMeters(board, sight).bindTo(meters);
        assertThat(meters.get("ringrift.p2p.quorum.status").gauge().value()).isZero();
        answered();
        assertThat(meters.get("ringrift.p2p.quorum.status").gauge().value()).isEqualTo(2);
        assertThat(meters.get("ringrift.p2p.peer.count").gauge().value()).isEqualTo(2);
        assertThat(meters.get("ringrift.p2p.selfplay.jobs").gauge().value()).isEqualTo(2);
        assertThat(meters.get("ringrift.p2p.leader.changes").functionCounter().count())
                .isEqualTo(7);
    }
}
