package io.ringrift.p2p.model;

import org.jspecify.annotations.Nullable;

import java.util.regex.Pattern;

/**
 * What somebody asked for; it never changes after submission.
 *
 * @param type what to do
 * @param configKey board and player count, such as {@code hex8_2p}; 1 to 64 characters
 * @param numGames games to play, 1 to {@value #MAX_GAMES}
 * @param priority 0 to 100, higher first
 * @param metadata free JSON object, handed to the job
 * @param pinnedNode the only node that may run it, if any
 * @param resources what it reserves while it runs
 * @param requires what the node must be like; null for {@link Requirements#NONE}
 * @param partSeconds how long a part of it should take, 1 to {@value #MAX_PART_SECONDS}, when it
 *     may be done in parts
 * @param partOf the job of which it is a part, if it is one
 * @param needs which data its node must have, if any
 */
public record JobSpec(
        JobType type,
        String configKey,
        int numGames,
        int priority,
        JsonText metadata,
        @Nullable NodeId pinnedNode,
        Resources resources,
        @Nullable Requirements requires,
        @Nullable Integer partSeconds,
        @Nullable JobId partOf,
        @Nullable Needs needs) {

    public static final int MAX_PART_SECONDS = 7 * 24 * 3_600;
    public static final int MAX_GAMES = 10_000_000;
    public static final int MAX_PRIORITY = 100;
    public static final int DEFAULT_GAMES = 100;
    public static final int DEFAULT_PRIORITY = 50;

    private static final Pattern CONFIG_KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    public JobSpec {
        if (!isConfigKey(configKey)) {
            throw new IllegalArgumentException("malformed config key");
        }
        if (numGames < 1 || numGames > MAX_GAMES) {
            throw new IllegalArgumentException("number of games out of range");
        }
        if (priority < 0 || priority > MAX_PRIORITY) {
            throw new IllegalArgumentException("priority out of range");
        }
        if (partSeconds != null && (partSeconds < 1 || partSeconds > MAX_PART_SECONDS)) {
            throw new IllegalArgumentException("duration of a part out of range");
        }
        requires = Requirements.NONE.equals(requires) ? null : requires;
    }

    /** A job that is done as a whole. */
    public JobSpec(
            JobType type,
            String configKey,
            int numGames,
            int priority,
            JsonText metadata,
            @Nullable NodeId pinnedNode,
            Resources resources,
            @Nullable Requirements requires) {
        this(
                type,
                configKey,
                numGames,
                priority,
                metadata,
                pinnedNode,
                resources,
                requires,
                null,
                null,
                null);
    }

    /** A job for any node. */
    public JobSpec(
            JobType type,
            String configKey,
            int numGames,
            int priority,
            JsonText metadata,
            @Nullable NodeId pinnedNode,
            Resources resources) {
        this(type, configKey, numGames, priority, metadata, pinnedNode, resources, null);
    }

    /** What the node must be like. */
    public Requirements requirements() {
        return requires == null ? Requirements.NONE : requires;
    }

    public JobSpec withPriority(int other) {
        return new JobSpec(
                type,
                configKey,
                numGames,
                other,
                metadata,
                pinnedNode,
                resources,
                requires,
                partSeconds,
                partOf,
                needs);
    }

    public JobSpec withPinnedNode(@Nullable NodeId other) {
        return new JobSpec(
                type,
                configKey,
                numGames,
                priority,
                metadata,
                other,
                resources,
                requires,
                partSeconds,
                partOf,
                needs);
    }

    public JobSpec withResources(Resources other) {
        return new JobSpec(
                type,
                configKey,
                numGames,
                priority,
                metadata,
                pinnedNode,
                other,
                requires,
                partSeconds,
                partOf,
                needs);
    }

    public JobSpec withRequirements(Requirements other) {
        return new JobSpec(
                type,
                configKey,
                numGames,
                priority,
                metadata,
                pinnedNode,
                resources,
                other,
                partSeconds,
                partOf,
                needs);
    }

    /** The same, done in parts that take about that long. */
    public JobSpec inPartsOf(int seconds) {
        return new JobSpec(
                type,
                configKey,
                numGames,
                priority,
                metadata,
                pinnedNode,
                resources,
                requires,
                seconds,
                partOf,
                needs);
    }

    /** The same, not done in parts. */
    public JobSpec asAWhole() {
        return partSeconds == null
                ? this
                : new JobSpec(
                        type,
                        configKey,
                        numGames,
                        priority,
                        metadata,
                        pinnedNode,
                        resources,
                        requires,
                        null,
                        partOf,
                        needs);
    }

    /** The same, with other data. */
    public JobSpec withNeeds(@Nullable Needs other) {
        return new JobSpec(
                type,
                configKey,
                numGames,
                priority,
                metadata,
                pinnedNode,
                resources,
                requires,
                partSeconds,
                partOf,
                other);
    }

    /** What a part of it is to do. */
    public JobSpec part(JobId whole, int games) {
        return new JobSpec(
                type,
                configKey,
                games,
                priority,
                metadata,
                pinnedNode,
                resources,
                requires,
                null,
                whole,
                needs);
    }

    /** Whether it may be done in parts. */
    public boolean isDivisible() {
        return partSeconds != null;
    }

    /** Whether the text can be a config key: it also becomes part of file names. */
    public static boolean isConfigKey(String text) {
        return CONFIG_KEY.matcher(text).matches();
    }

    /**
     * Without what came later the text is that of the first release: digests of states and of
     * requests are made of it.
     */
    @Override
    public String toString() {
        return "JobSpec[type="
                + type
                + ", configKey="
                + configKey
                + ", numGames="
                + numGames
                + ", priority="
                + priority
                + ", metadata="
                + metadata
                + ", pinnedNode="
                + pinnedNode
                + ", resources="
                + resources
                + (requires == null ? "" : ", requires=" + requires)
                + (partSeconds == null ? "" : ", partSeconds=" + partSeconds)
                + (partOf == null ? "" : ", partOf=" + partOf)
                + (needs == null ? "" : ", needs=" + needs)
                + "]";
    }
}
