package io.ringrift.p2p.jobs.placement;

import io.ringrift.p2p.model.JobSpec;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.PriorityQueue;

/**
 * The nodes that can run a class of jobs, best first. Others take room meanwhile: an entry is
 * looked at again when it comes to the front, and only then.
 */
final class Contest {

    private record Entry(Spot spot, double score) implements Comparable<Entry> {

        @Override
        public int compareTo(Entry other) {
            int byImpairment =
                    Boolean.compare(spot.candidate().impaired(), other.spot.candidate().impaired());
            if (byImpairment != 0) {
                return byImpairment;
            }
            int byScore = Double.compare(other.score, score);
            return byScore != 0 ? byScore : Integer.compare(spot.rank(), other.spot.rank());
        }
    }

    private final Plan plan;
    private final JobSpec spec;
    private final JobClass kind;
    private final Proficiency proficiency;
    private final boolean avoids;
    private final PriorityQueue<Entry> entries;

    /**
     * @param spec of the first job of the class
     * @param avoids whether nodes where it failed are left out
     */
    Contest(
            Plan plan,
            JobSpec spec,
            JobClass kind,
            Proficiency proficiency,
            List<Spot> spots,
            boolean avoids) {
        this.plan = plan;
        this.spec = spec;
        this.kind = kind;
        this.proficiency = proficiency;
        this.avoids = avoids;
        this.entries = new PriorityQueue<>();
        for (Spot spot : spots) {
            if (isOpenTo(spot)) {
                entries.add(new Entry(spot, score(spot)));
            }
        }
    }

    /** The best node that has room, or null when none has. */
    @Nullable Spot best() {
        while (true) {
            Entry first = entries.peek();
            if (first == null) {
                return null;
            }
            if (!isOpenTo(first.spot)) {
                entries.poll();
                continue;
            }
            double now = score(first.spot);
            if (now >= first.score) {
                return first.spot;
            }
            // It was better when it was put here; it may still be the best.
            entries.poll();
            entries.add(new Entry(first.spot, now));
        }
    }

    /** Call it after the best node was given a job of this class. */
    void taken() {
        Entry first = entries.poll();
        if (first != null && isOpenTo(first.spot)) {
            entries.add(new Entry(first.spot, score(first.spot)));
        }
    }

    private boolean isOpenTo(Spot spot) {
        return plan.obstacle(kind, spec, spot, avoids) == null;
    }

    private double score(Spot spot) {
        return plan.score(spec, spot, proficiency);
    }
}
