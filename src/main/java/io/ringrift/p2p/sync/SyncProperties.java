package io.ringrift.p2p.sync;

import io.ringrift.p2p.model.BadSettingException;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.Labels;
import io.ringrift.p2p.model.data.DataKind;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What moves between nodes by itself; the leader's values count.
 *
 * @param syncEnabled whether anything does
 * @param syncJobsPerNode SYNC jobs that a node runs at a time
 * @param syncJobs SYNC jobs of the whole cluster at a time
 * @param syncReadersPerSource nodes that get one file at a time, for each node that has it
 * @param syncKeepFree space that must be left on a node when all has arrived
 * @param syncNodeBytesPerSecond most that all SYNC jobs of a node move together; 0: no limit
 * @param syncBytesPerSecond most that all SYNC jobs move together; 0: no limit
 * @param cleaningEnabled whether what the policies do not keep is let go by itself
 * @param cleaningInterval how often that is looked at
 * @param policies by kind; each kind that is not named has its default
 */
@ConfigurationProperties("ringrift.p2p.data")
record SyncProperties(
        @DefaultValue("true") boolean syncEnabled,
        @DefaultValue("2") int syncJobsPerNode,
        @DefaultValue("64") int syncJobs,
        @DefaultValue("4") int syncReadersPerSource,
        @DefaultValue("2GB") DataSize syncKeepFree,
        @DefaultValue("0") DataSize syncNodeBytesPerSecond,
        @DefaultValue("0") DataSize syncBytesPerSecond,
        @DefaultValue("true") boolean cleaningEnabled,
        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("60s") Duration cleaningInterval,
        @DefaultValue Map<String, OfKind> policies) {

    private static final String PREFIX = "ringrift.p2p.data.";
    private static final int MOST = 10_000;

    /** Where a kind goes. */
    enum Recipient {
        /** Nodes that run self-play of the file's config. */
        PLAYERS,
        /** Nodes that run a training of the file's config. */
        TRAINERS
    }

    /**
     * Where the files of a kind go by themselves.
     *
     * @param to whose nodes get them
     * @param labels and every node with these labels, as {@code role=training,zone=a}
     * @param copies nodes that have each file at least
     * @param newest only so many of the newest files of a config; 0: all
     * @param priority of the jobs that move them
     * @param keepNewest so many of the newest files of a config stay; 0: no limit
     * @param keepGames the newest files of a config stay that hold so many games; 0: no limit
     * @param keepFor files stay for so long; 0: no limit. A file goes when it is past all limits
     *     that are set
     * @param quota most that a node should have of the kind; 0: no limit
     */
    record OfKind(
            @DefaultValue List<Recipient> to,
            @Nullable String labels,
            @DefaultValue("1") int copies,
            @DefaultValue("0") int newest,
            @DefaultValue("50") int priority,
            @DefaultValue("0") int keepNewest,
            @DefaultValue("0") long keepGames,
            @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("0") Duration keepFor,
            @DefaultValue("0") DataSize quota) {

        /** One of which all files stay. */
        static OfKind of(
                List<Recipient> to, @Nullable String labels, int copies, int newest, int priority) {
            return new OfKind(
                    to, labels, copies, newest, priority, 0, 0, Duration.ZERO, DataSize.ofBytes(0));
        }

        KeepRule keep() {
            return new KeepRule(
                    keepNewest, keepGames, keepFor.isZero() ? null : keepFor, quota.toBytes());
        }
    }

    private static final Map<String, OfKind> DEFAULTS =
            Map.of(
                    "models",
                    OfKind.of(List.of(Recipient.PLAYERS, Recipient.TRAINERS), null, 2, 5, 70),
                    "games",
                    OfKind.of(List.of(Recipient.TRAINERS), "role=training", 1, 0, 50),
                    "training",
                    OfKind.of(List.of(Recipient.TRAINERS), "role=training", 1, 0, 50));

    SyncProperties {
        requireRange("sync-jobs-per-node", syncJobsPerNode, 1, MOST);
        requireRange("sync-jobs", syncJobs, 1, MOST);
        requireRange("sync-readers-per-source", syncReadersPerSource, 1, MOST);
        require(!syncKeepFree.isNegative(), "sync-keep-free", syncKeepFree, "must not be negative");
        require(
                !syncNodeBytesPerSecond.isNegative(),
                "sync-node-bytes-per-second",
                syncNodeBytesPerSecond,
                "must not be negative");
        require(
                !syncBytesPerSecond.isNegative(),
                "sync-bytes-per-second",
                syncBytesPerSecond,
                "must not be negative");
        require(
                cleaningInterval.toMillis() >= 100,
                "cleaning-interval",
                cleaningInterval.toMillis() + "ms",
                "must be at least 100ms");
        policies = Map.copyOf(policies);
        policies.forEach(SyncProperties::check);
    }

    private static void check(String name, OfKind kind) {
        String key = "policies." + name + ".";
        try {
            DataKind _ = new DataKind(name);
        } catch (IllegalArgumentException malformed) {
            throw new BadSettingException(
                    PREFIX + "policies." + name + ": " + malformed.getMessage() + ".");
        }
        labels(key, kind.labels);
        requireRange(key + "copies", kind.copies, 1, MOST);
        requireRange(key + "newest", kind.newest, 0, Integer.MAX_VALUE);
        requireRange(key + "priority", kind.priority, 0, JobSpec.MAX_PRIORITY);
        requireRange(key + "keep-newest", kind.keepNewest, 0, Integer.MAX_VALUE);
        require(kind.keepGames >= 0, key + "keep-games", kind.keepGames, "must not be negative");
        require(!kind.keepFor.isNegative(), key + "keep-for", kind.keepFor, "must not be negative");
        require(!kind.quota.isNegative(), key + "quota", kind.quota, "must not be negative");
        require(
                kind.newest == 0 || kind.keepNewest == 0 || kind.newest <= kind.keepNewest,
                key + "keep-newest",
                kind.keepNewest,
                "must not be less than newest, which moves files to other nodes");
    }

    private static @Nullable Labels labels(String key, @Nullable String text) {
        try {
            return text == null || text.isBlank() ? null : Labels.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw new BadSettingException(PREFIX + key + "labels: " + malformed.getMessage() + ".");
        }
    }

    /** As a value that the planner uses. */
    SyncPolicy policy() {
        Map<String, OfKind> all = new HashMap<>(DEFAULTS);
        all.putAll(policies);
        Map<DataKind, SyncPolicy.Rule> rules = new HashMap<>();
        all.forEach(
                (name, kind) ->
                        rules.put(
                                new DataKind(name),
                                new SyncPolicy.Rule(
                                        kind.to.contains(Recipient.PLAYERS),
                                        kind.to.contains(Recipient.TRAINERS),
                                        labels("policies." + name + ".", kind.labels),
                                        kind.copies,
                                        kind.newest,
                                        kind.priority,
                                        kind.keep())));
        return new SyncPolicy(
                syncEnabled,
                rules,
                syncJobsPerNode,
                syncJobs,
                syncReadersPerSource,
                syncKeepFree.toBytes(),
                syncNodeBytesPerSecond.toBytes(),
                syncBytesPerSecond.toBytes());
    }

    private static void requireRange(String key, int value, int least, int most) {
        require(
                value >= least && value <= most,
                key,
                value,
                "must be between " + least + " and " + most);
    }

    private static void require(boolean holds, String key, Object value, String rule) {
        if (!holds) {
            throw new BadSettingException(PREFIX + key, value, rule);
        }
    }
}
