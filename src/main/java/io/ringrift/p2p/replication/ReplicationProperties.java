package io.ringrift.p2p.replication;

import io.ringrift.p2p.model.BadSettingException;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * How the log is kept.
 *
 * @param snapshotEvery commands after which a snapshot is written; a restart replays at most about
 *     twice as many
 * @param snapshotsKept snapshots that stay on disk
 * @param segmentSize size of one log file
 * @param electionTimeoutMin shortest wait for a leader before a voter stands for election
 * @param electionTimeoutMax longest such wait
 * @param requestTimeout how long one append may take before its outcome is unknown
 * @param maxBatch commands that share one log entry at most
 * @param maxInFlight entries that may wait for the disk at the same time
 * @param maxWaiting commands that may wait for a place in an entry; more are turned away
 * @param closeThreshold pause of the whole process after which it ends itself
 * @param minFreeSpace free disk space below which the log refuses to write
 */
@ConfigurationProperties("ringrift.p2p.replication")
public record ReplicationProperties(
        @DefaultValue("100000") int snapshotEvery,
        @DefaultValue("3") int snapshotsKept,
        @DefaultValue("32MB") DataSize segmentSize,
        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("500ms") Duration electionTimeoutMin,
        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("1s") Duration electionTimeoutMax,
        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("10s") Duration requestTimeout,
        @DefaultValue("100") int maxBatch,
        @DefaultValue("2") int maxInFlight,
        @DefaultValue("10000") int maxWaiting,
        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("60s") Duration closeThreshold,
        @DefaultValue("256MB") DataSize minFreeSpace) {

    private static final String PREFIX = "ringrift.p2p.replication.";

    public ReplicationProperties {
        atLeast("snapshot-every", snapshotEvery, 1_000);
        atLeast("snapshots-kept", snapshotsKept, 1);
        atLeast("max-batch", maxBatch, 1);
        atLeast("max-in-flight", maxInFlight, 1);
        atLeast("max-waiting", maxWaiting, maxBatch);
        if (electionTimeoutMin.toMillis() < 50) {
            throw new BadSettingException(
                    PREFIX + "election-timeout-min", electionTimeoutMin, "must be at least 50ms");
        }
        if (electionTimeoutMax.compareTo(electionTimeoutMin) <= 0) {
            throw new BadSettingException(
                    PREFIX + "election-timeout-max",
                    electionTimeoutMax,
                    "must be longer than the shortest election timeout, or votes split for ever");
        }
        if (requestTimeout.compareTo(electionTimeoutMax) <= 0) {
            throw new BadSettingException(
                    PREFIX + "request-timeout",
                    requestTimeout,
                    "must be longer than the longest election timeout");
        }
    }

    private static void atLeast(String name, int value, int least) {
        if (value < least) {
            throw new BadSettingException(PREFIX + name, value, "must be at least " + least);
        }
    }
}
