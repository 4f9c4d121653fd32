package io.ringrift.p2p.replication.ratis;

import io.ringrift.p2p.replication.ReplicationProperties;

import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Every Ratis setting on which safety rests, said in one place and checked again before the server
 * starts: a default that changes with a new release must not change what an acknowledgement means.
 */
final class RatisSettings {

    private static final SizeInBytes MESSAGE = SizeInBytes.valueOf("32MB");
    private static final SizeInBytes ENTRIES = SizeInBytes.valueOf("8MB");

    /**
     * How often a leader speaks to a voter that does not answer, as pause and count. The library
     * would wait five seconds each time after half a minute, and a voter that is back would hear
     * nothing for as long, several times over.
     */
    private static final String ASK_AGAIN = "1ms,10, 50ms,20, 200ms,1000000000";

    private RatisSettings() {}

    static RaftProperties create(
            ReplicationProperties settings, Path folder, String host, int port) {
        RaftProperties p = new RaftProperties();
        RaftServerConfigKeys.setStorageDir(p, List.of(folder.toFile()));
        RaftServerConfigKeys.setStorageFreeSpaceMin(
                p, SizeInBytes.valueOf(settings.minFreeSpace().toBytes()));
        RaftServerConfigKeys.setCloseThreshold(p, time(settings.closeThreshold()));
        GrpcConfigKeys.Server.setHost(p, host);
        GrpcConfigKeys.Server.setPort(p, port);
        GrpcConfigKeys.setMessageSizeMax(p, MESSAGE);
        elections(p, settings);
        log(p, settings);
        snapshots(p, settings);
        return p;
    }

    private static void elections(RaftProperties p, ReplicationProperties settings) {
        RaftServerConfigKeys.Rpc.setTimeoutMin(p, time(settings.electionTimeoutMin()));
        RaftServerConfigKeys.Rpc.setTimeoutMax(p, time(settings.electionTimeoutMax()));
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(p, time(Duration.ofMillis(50)));
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(p, time(Duration.ofMillis(150)));
        RaftServerConfigKeys.Rpc.setRequestTimeout(p, time(Duration.ofSeconds(1)));
        RaftServerConfigKeys.LeaderElection.setPreVote(p, true);
        RaftServerConfigKeys.Read.setOption(p, RaftServerConfigKeys.Read.Option.LINEARIZABLE);
        RaftServerConfigKeys.Read.setLeaderLeaseEnabled(p, false);
        // Requests carry ids of our own; the cache only has to outlive one append.
        RaftServerConfigKeys.RetryCache.setExpiryTime(p, time(Duration.ofSeconds(15)));
    }

    private static void log(RaftProperties p, ReplicationProperties settings) {
        RaftServerConfigKeys.Log.setUseMemory(p, false);
        RaftServerConfigKeys.Log.setUnsafeFlushEnabled(p, false);
        RaftServerConfigKeys.Log.setAsyncFlushEnabled(p, false);
        RaftServerConfigKeys.Log.setCorruptionPolicy(
                p, RaftServerConfigKeys.Log.CorruptionPolicy.EXCEPTION);
        RaftServerConfigKeys.Log.setSegmentSizeMax(
                p, SizeInBytes.valueOf(settings.segmentSize().toBytes()));
        RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(p, true);
        RaftServerConfigKeys.Log.setPurgePreservationLogNum(p, 1_000);
        RaftServerConfigKeys.Log.setQueueByteLimit(p, SizeInBytes.valueOf("64MB"));
        RaftServerConfigKeys.Log.setWriteBufferSize(p, SizeInBytes.valueOf("16MB"));
        RaftServerConfigKeys.Log.Appender.setBufferByteLimit(p, ENTRIES);
        RaftServerConfigKeys.Log.Appender.setRetryPolicy(p, ASK_AGAIN);
        RaftServerConfigKeys.Log.Appender.setWaitTimeMin(
                p, TimeDuration.valueOf(1, java.util.concurrent.TimeUnit.MICROSECONDS));
    }

    /** Ratis would write a snapshot on the applying thread; {@link Snapshots} does it beside. */
    private static void snapshots(RaftProperties p, ReplicationProperties settings) {
        RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(p, false);
        RaftServerConfigKeys.Snapshot.setTriggerWhenStopEnabled(p, false);
        RaftServerConfigKeys.Snapshot.setRetentionFileNum(p, settings.snapshotsKept());
    }

    /**
     * Reads back what the server will use.
     *
     * @throws IllegalStateException naming the first setting that is not safe
     */
    static void check(RaftProperties p) {
        require(!RaftServerConfigKeys.Log.useMemory(p), "the log must be on disk");
        require(!RaftServerConfigKeys.Log.unsafeFlushEnabled(p), "unsafe flush must be off");
        require(!RaftServerConfigKeys.Log.asyncFlushEnabled(p), "async flush must be off");
        require(
                RaftServerConfigKeys.Log.corruptionPolicy(p)
                        == RaftServerConfigKeys.Log.CorruptionPolicy.EXCEPTION,
                "a damaged log must be refused, never shortened");
        require(RaftServerConfigKeys.LeaderElection.preVote(p), "pre-vote must be on");
        require(
                RaftServerConfigKeys.Read.option(p)
                        == RaftServerConfigKeys.Read.Option.LINEARIZABLE,
                "reads must be linearizable");
        require(!RaftServerConfigKeys.Read.leaderLeaseEnabled(p), "lease reads must be off");
        require(RaftServerConfigKeys.Log.purgeUptoSnapshotIndex(p), "the log must be purged");
        require(RaftServerConfigKeys.Snapshot.retentionFileNum(p) > 0, "snapshots must expire");
        require(
                RaftServerConfigKeys.storageFreeSpaceMin(p).getSize() > 0,
                "a full disk must be noticed before it is full");
    }

    private static void require(boolean safe, String rule) {
        if (!safe) {
            throw new IllegalStateException("replication settings are not safe: " + rule);
        }
    }

    private static TimeDuration time(Duration duration) {
        return TimeDuration.valueOf(
                duration.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS);
    }
}
