package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.GpuCard;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.JobType;

import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What placement goes by where a node is concerned, beside the room that it has.
 *
 * @param gpus every GPU that it offers
 * @param work what it has done, at most {@value #MOST_WORK} kinds; the one that was done longest
 *     ago makes room
 */
public record NodeProfile(List<GpuCard> gpus, TreePMap<Work, Experience> work) {

    /** Nothing is known. */
    public static final NodeProfile NONE = new NodeProfile(List.of(), TreePMap.empty());

    public static final int MOST_WORK = 16;

    public NodeProfile {
        gpus = List.copyOf(gpus);
    }

    /**
     * A kind of work.
     *
     * @param type what is done
     * @param configKey for which board and players
     */
    public record Work(JobType type, String configKey) implements Comparable<Work> {

        private static final Comparator<Work> ORDER =
                Comparator.comparing(Work::type).thenComparing(Work::configKey);

        public static Work of(JobSpec spec) {
            return new Work(spec.type(), spec.configKey());
        }

        @Override
        public int compareTo(Work other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * How a node does one kind of work.
     *
     * @param microPerSecond millionths of a unit (a game, or else a job) that one job gets done per
     *     second here, smoothed, 0 before the first result
     * @param results results that this was learned from
     * @param lastAt when a job of the kind last began or ended here
     */
    public record Experience(long microPerSecond, int results, Instant lastAt) {

        /** Each further result moves the mean by a quarter of the difference. */
        private static final int WEIGHT = 4;

        private static final long MOST = 1_000_000_000_000_000L;
        private static final long MOST_UNITS = 1_000_000_000L;

        Experience begun(Instant at) {
            return new Experience(microPerSecond, results, later(at));
        }

        Experience done(long units, Duration time, Instant at) {
            long millis = Math.max(1, time.toMillis());
            long measured =
                    Math.min(MOST, Math.clamp(units, 0L, MOST_UNITS) * 1_000_000_000L / millis);
            long next =
                    results == 0 ? measured : microPerSecond + (measured - microPerSecond) / WEIGHT;
            return new Experience(next, Math.min(results + 1, 1_000_000), later(at));
        }

        private Instant later(Instant at) {
            return at.isAfter(lastAt) ? at : lastAt;
        }
    }

    NodeProfile with(List<GpuCard> cards) {
        return new NodeProfile(cards, work);
    }

    /** A job of this kind begins here. */
    NodeProfile begun(Work kind, Instant at) {
        Experience known = work.get(kind);
        return with(kind, known == null ? new Experience(0, 0, at) : known.begun(at));
    }

    /** A job of this kind came to a result here. */
    NodeProfile done(Work kind, long units, Duration time, Instant at) {
        Experience known = work.get(kind);
        Experience before = known == null ? new Experience(0, 0, at) : known;
        return with(kind, before.done(units, time, at));
    }

    private NodeProfile with(Work kind, Experience experience) {
        TreePMap<Work, Experience> more = work.plus(kind, experience);
        Work oldest = more.size() <= MOST_WORK ? null : oldest(more);
        return new NodeProfile(gpus, oldest == null ? more : more.minus(oldest));
    }

    private static @Nullable Work oldest(TreePMap<Work, Experience> work) {
        return work.entrySet().stream()
                .min(Map.Entry.comparingByValue(Comparator.comparing(Experience::lastAt)))
                .map(Map.Entry::getKey)
                .orElse(null);
    }
}
