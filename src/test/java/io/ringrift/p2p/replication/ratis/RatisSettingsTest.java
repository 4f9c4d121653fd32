package io.ringrift.p2p.replication.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.p2p.Settings;
import io.ringrift.p2p.replication.ReplicationProperties;

import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.retry.RetryPolicy;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys.Log;
import org.apache.ratis.server.RaftServerConfigKeys.Read;
import org.apache.ratis.server.RaftServerConfigKeys.Rpc;
import org.apache.ratis.server.RaftServerConfigKeys.Snapshot;
import org.apache.ratis.util.SizeInBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Every row of the settings on which an acknowledgement rests, as the server will read them. */
class RatisSettingsTest {

    private static final Path FOLDER = Path.of("/some/data/log");

    private static RaftProperties effective() {
        ReplicationProperties defaults =
                Settings.bind("ringrift.p2p.replication", ReplicationProperties.class, Map.of());
        return RatisSettings.create(defaults, FOLDER, "127.0.0.1", 8771);
    }

    @Test
    void theLogLivesInTheDataFolderAndSeesTheDiskFillUp() {
        assertThat(RaftServerConfigKeys.storageDir(effective())).containsExactly(FOLDER.toFile());
        assertThat(RaftServerConfigKeys.storageFreeSpaceMin(effective()).getSize())
                .isGreaterThanOrEqualTo(256 << 20);
    }

    @Test
    void electionsLeaveRoomForPausesAndAreAskedForFirst() {
        assertThat(Rpc.timeoutMin(effective()).toLong(TimeUnit.MILLISECONDS)).isEqualTo(500);
        assertThat(Rpc.timeoutMax(effective()).toLong(TimeUnit.MILLISECONDS)).isEqualTo(1_000);
        assertThat(RaftServerConfigKeys.LeaderElection.preVote(effective())).isTrue();
    }

    @Test
    void aVoterThatIsBackIsSpokenToAtOnceHoweverLongItWasAway() {
        RetryPolicy policy = RetryPolicy.parse(Log.Appender.retryPolicy(effective()), "policy");
        assertThat(Stream.of(1, 100, 1_000_000))
                .allSatisfy(
                        failures -> {
                            RetryPolicy.Action next = policy.handleAttemptFailure(() -> failures);
                            assertThat(next.shouldRetry()).isTrue();
                            assertThat(next.getSleepTime().toLong(TimeUnit.MILLISECONDS))
                                    .isLessThanOrEqualTo(300);
                        });
    }

    @Test
    void readsAreLinearizable() {
        assertThat(Read.option(effective())).isEqualTo(Read.Option.LINEARIZABLE);
        assertThat(Read.leaderLeaseEnabled(effective())).isFalse();
    }

    @Test
    void snapshotsAreOursAndExpireAndTheLogGoesWithThem() {
        // Ours, because the library would write them on the applying thread.
        assertThat(Snapshot.autoTriggerEnabled(effective())).isFalse();
        assertThat(Snapshot.triggerWhenStopEnabled(effective())).isFalse();
        assertThat(Snapshot.retentionFileNum(effective())).isEqualTo(3);
        assertThat(Log.purgeUptoSnapshotIndex(effective())).isTrue();
        assertThat(Log.purgePreservationLogNum(effective())).isPositive();
    }

    @Test
    void everyWriteIsFlushedAndNothingDamagedIsDropped() {
        assertThat(Log.useMemory(effective())).isFalse();
        assertThat(Log.asyncFlushEnabled(effective())).isFalse();
        assertThat(Log.unsafeFlushEnabled(effective())).isFalse();
        assertThat(Log.corruptionPolicy(effective())).isEqualTo(Log.CorruptionPolicy.EXCEPTION);
    }

    @Test
    void aLongPauseClosesTheServer() {
        assertThat(RaftServerConfigKeys.closeThreshold(effective()).toLong(TimeUnit.SECONDS))
                .isEqualTo(60);
    }

    @Test
    void theDefaultsPass() {
        assertThatCode(() -> RatisSettings.check(effective())).doesNotThrowAnyException();
    }

    static Stream<Arguments> unsafe() {
        return Stream.of(
                variation("on disk", p -> Log.setUseMemory(p, true)),
                variation("unsafe flush", p -> Log.setUnsafeFlushEnabled(p, true)),
                variation("async flush", p -> Log.setAsyncFlushEnabled(p, true)),
                variation(
                        "never shortened",
                        p -> Log.setCorruptionPolicy(p, Log.CorruptionPolicy.WARN_AND_RETURN)),
                variation(
                        "pre-vote", p -> RaftServerConfigKeys.LeaderElection.setPreVote(p, false)),
                variation("linearizable", p -> Read.setOption(p, Read.Option.DEFAULT)),
                variation("lease reads", p -> Read.setLeaderLeaseEnabled(p, true)),
                variation("purged", p -> Log.setPurgeUptoSnapshotIndex(p, false)),
                variation("expire", p -> Snapshot.setRetentionFileNum(p, -1)),
                variation(
                        "before it is full",
                        p ->
                                RaftServerConfigKeys.setStorageFreeSpaceMin(
                                        p, SizeInBytes.valueOf(0))));
    }

    private static Arguments variation(String rule, Consumer<RaftProperties> change) {
        return Arguments.of(rule, change);
    }

    @ParameterizedTest
    @MethodSource("unsafe")
    void eachUnsafeVariationIsRefused(String rule, Consumer<RaftProperties> change) {
        RaftProperties properties = effective();
        change.accept(properties);
        assertThatThrownBy(() -> RatisSettings.check(properties))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not safe")
                .hasMessageContaining(rule);
    }
}
