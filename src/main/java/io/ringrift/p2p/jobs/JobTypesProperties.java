package io.ringrift.p2p.jobs;

import io.ringrift.p2p.engine.NodePolicy;
import io.ringrift.p2p.jobs.placement.PlacementPolicy;
import io.ringrift.p2p.model.BadSettingException;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.OnLost;
import io.ringrift.p2p.model.Resources;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What holds for jobs of one type.
 *
 * @param types by the job type's name
 */
@ConfigurationProperties("ringrift.p2p.jobs")
record JobTypesProperties(@DefaultValue Map<String, OfType> types) {

    private static final String PREFIX = "ringrift.p2p.jobs.types.";
    private static final int MOST = 1_024;
    private static final Duration DEFAULT_STALL = Duration.ofMinutes(30);

    /** How jobs of a type share the nodes. */
    enum Fill {
        /** Over as many nodes as there are. */
        SPREAD,
        /** On as few nodes as possible. */
        PACK
    }

    /**
     * Settings of one type.
     *
     * @param cpus processor cores that a job reserves when it does not say, if they differ
     * @param gpus GPUs that it reserves when it does not say
     * @param memory main memory that it reserves when it does not say
     * @param fill how jobs share the nodes
     * @param usesGpu whether a GPU makes it faster; such jobs look for one even without reserving
     * @param stallAfter how long an attempt that has reported progress may then stand still; 0: for
     *     ever
     * @param onLost what becomes of running work whose node is gone, if it differs from {@link
     *     NodePolicy#DEFAULT}
     */
    record OfType(
            @Nullable Double cpus,
            @DefaultValue("0") double gpus,
            @DefaultValue("0") DataSize memory,
            @DefaultValue("spread") Fill fill,
            @DefaultValue("true") boolean usesGpu,
            @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("30m") Duration stallAfter,
            @Nullable OnLost onLost) {}

    JobTypesProperties {
        types = Map.copyOf(types);
        types.forEach(JobTypesProperties::check);
    }

    /**
     * What a job of a type reserves where it does not say.
     *
     * @param cpuMilli thousandths of a core for types that have no setting of their own
     */
    Resources reserves(JobType type, int cpuMilli) {
        return find(type)
                .map(
                        one ->
                                new Resources(
                                        one.cpus == null ? cpuMilli : milli(one.cpus),
                                        milli(one.gpus),
                                        one.memory.toBytes()))
                .orElse(new Resources(cpuMilli, 0, 0));
    }

    /** How long an attempt of a type may stand still, zero for ever. */
    Duration stallAfter(JobType type) {
        return find(type).map(OfType::stallAfter).orElse(DEFAULT_STALL);
    }

    /** What becomes of running work whose node is gone. */
    Map<JobType, OnLost> onLost() {
        Map<JobType, OnLost> chosen = new EnumMap<>(NodePolicy.DEFAULT.onLost());
        for (JobType type : JobType.values()) {
            find(type).map(OfType::onLost).ifPresent(one -> chosen.put(type, one));
        }
        return chosen;
    }

    PlacementPolicy placement() {
        return new PlacementPolicy(where(one -> one.fill == Fill.PACK), where(one -> !one.usesGpu));
    }

    private Set<JobType> where(Predicate<OfType> holds) {
        EnumSet<JobType> found = EnumSet.noneOf(JobType.class);
        for (JobType type : JobType.values()) {
            find(type).filter(holds).ifPresent(_ -> found.add(type));
        }
        return found;
    }

    private Optional<OfType> find(JobType type) {
        return types.entrySet().stream()
                .filter(entry -> isNamed(type, entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static boolean isNamed(JobType type, String name) {
        return type.wireName().equals(name.toLowerCase(Locale.ROOT));
    }

    private static int milli(double units) {
        return (int) Math.round(units * 1_000);
    }

    private static void check(String name, OfType one) {
        if (Stream.of(JobType.values()).noneMatch(type -> isNamed(type, name))) {
            throw new BadSettingException(
                    PREFIX + name, name, "is no job type: selfplay, training, evaluation or sync");
        }
        require(name, "cpus", one.cpus, one.cpus == null || isUnits(one.cpus));
        require(name, "gpus", one.gpus, isUnits(one.gpus));
        require(name, "memory", one.memory, !one.memory.isNegative());
        if (one.stallAfter.isNegative()) {
            throw new BadSettingException(
                    PREFIX + name + ".stall-after", one.stallAfter, "must not be negative");
        }
    }

    private static boolean isUnits(double value) {
        return value >= 0 && value <= MOST;
    }

    private static void require(String name, String key, @Nullable Object value, boolean holds) {
        if (!holds) {
            throw new BadSettingException(
                    PREFIX + name + "." + key,
                    String.valueOf(value),
                    "must be between 0 and " + MOST);
        }
    }
}
