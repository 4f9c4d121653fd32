package io.ringrift.p2p.jobs.placement;

import io.ringrift.p2p.engine.NodeProfile.Experience;
import io.ringrift.p2p.engine.NodeProfile.Work;

import org.jspecify.annotations.Nullable;

import java.util.Collection;

/**
 * What nodes have shown at one kind of work, against what their hardware promises.
 *
 * @param work the kind
 * @param basePerSecond units per second that a node of power 1.0 gets done in the mean, 0 before
 *     any result
 */
record Proficiency(Work work, double basePerSecond) {

    private static final double LEAST = 0.25;
    private static final double MOST = 4;

    /** Results after which half of a difference is believed. */
    private static final double HALF_BELIEVED = 3;

    static Proficiency of(Work work, Collection<Spot> spots) {
        double sum = 0;
        int count = 0;
        for (Spot spot : spots) {
            double perPower = perPower(spot, experience(work, spot));
            if (perPower > 0) {
                sum += perPower;
                count++;
            }
        }
        return new Proficiency(work, count == 0 ? 0 : sum / count);
    }

    /** How much faster (above 1) or slower the node is than its hardware promises, damped. */
    double factor(Spot spot) {
        Experience known = experience(work, spot);
        if (known == null || known.results() == 0 || basePerSecond <= 0) {
            return 1;
        }
        double believed = known.results() / (known.results() + HALF_BELIEVED);
        return 1 + (Math.clamp(drift(spot), LEAST, MOST) - 1) * believed;
    }

    /** The undamped ratio, 1 when nothing is known. */
    double drift(Spot spot) {
        double perPower = perPower(spot, experience(work, spot));
        return perPower <= 0 || basePerSecond <= 0 ? 1 : perPower / basePerSecond;
    }

    /**
     * Units per second to expect of one job here: what the node has shown, else what its power
     * promises by what others have shown; 0 when nobody has shown anything.
     */
    double perSecond(Spot spot) {
        Experience known = experience(work, spot);
        return known == null || known.results() == 0
                ? basePerSecond * spot.candidate().power()
                : known.microPerSecond() / 1e6;
    }

    @Nullable Experience experience(Spot spot) {
        return experience(work, spot);
    }

    private static @Nullable Experience experience(Work work, Spot spot) {
        return spot.candidate().node().profile().work().get(work);
    }

    private static double perPower(Spot spot, @Nullable Experience known) {
        double power = spot.candidate().power();
        return known == null || known.results() == 0 || power <= 0
                ? 0
                : known.microPerSecond() / 1e6 / power;
    }
}
