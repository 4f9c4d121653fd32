package io.ringrift.p2p.model.match;

import io.ringrift.p2p.model.match.SprtState.Verdict;

/**
 * The sequential test of a candidate against a baseline: after any number of games it says whether
 * they show enough, and one may look after each.
 *
 * <p>It is Wald's sequential probability ratio test (A. Wald, "Sequential Tests of Statistical
 * Hypotheses", Annals of Mathematical Statistics 16, 1945) in the generalised form for hypotheses
 * that fix the score only (M. Van den Bergh, "A Practical Introduction to the GSPRT"; Fishtest's
 * server/fishtest/stats/LLRcalc.py, "LLR_logistic"): under each the likelihood is that of the most
 * likely distribution of outcomes that has its score. The bounds are Wald's: refuse at ln(β / (1 -
 * α)), accept at ln((1 - β) / α); overshoot is not corrected, which errs on the safe side. Where
 * all games were played in pairs the outcomes are those of pairs (five), otherwise those of games
 * (three). Elo is logistic: score = 1 / (1 + 10^(-Elo / 400)).
 */
public final class Sprt {

    private static final double ELO_PER_DECADE = 400;

    private Sprt() {}

    /** Where the test stands after these games; it depends on nothing else. */
    public static SprtState of(MatchScore score, SprtLimits limits) {
        double lower = StrictMath.log(limits.beta() / (1 - limits.alpha()));
        double upper = StrictMath.log((1 - limits.beta()) / limits.alpha());
        Outcomes outcomes = Outcomes.of(score);
        double[] jumps = outcomes.jumps(expected(limits.elo0()), expected(limits.elo1()));
        double llr = score.games() == 0 ? 0 : outcomes.total() * outcomes.mean(jumps);
        Verdict verdict = verdict(llr, lower, upper, score.games() >= limits.maxGames());
        double left = 0;
        if (verdict == Verdict.CONTINUE) {
            double observations =
                    untilExit(
                            llr - lower,
                            upper - llr,
                            outcomes.mean(jumps),
                            outcomes.variance(jumps));
            left =
                    Math.min(
                            observations * outcomes.gamesEach(),
                            limits.maxGames() - (double) score.games());
        }
        return new SprtState(llr, lower, upper, verdict, left);
    }

    /** The score that a player stronger by this much Elo expects. */
    static double expected(double elo) {
        return 1 / (1 + StrictMath.pow(10, -elo / ELO_PER_DECADE));
    }

    private static Verdict verdict(double llr, double lower, double upper, boolean capped) {
        if (llr >= upper) {
            return Verdict.ACCEPTED;
        }
        if (llr <= lower) {
            return Verdict.REJECTED;
        }
        return capped ? Verdict.CAP_REACHED : Verdict.CONTINUE;
    }

    /**
     * The expected time until a Brownian motion leaves an interval (S. Karlin and H. M. Taylor, "A
     * First Course in Stochastic Processes", 1975, chapter 7, section 5; by Wald's identity): with
     * θ = 2 drift / variance it leaves above with probability p = (1 - e^(-θ below)) / (1 - e^(-θ
     * (below + above))), and takes (p (below + above) - below) / drift.
     *
     * @param below distance to the lower end, above 0
     * @param above distance to the upper end, above 0
     * @param drift mean step
     * @param variance of a step
     */
    static double untilExit(double below, double above, double drift, double variance) {
        if (drift < 0) {
            return untilExit(above, below, -drift, variance);
        }
        double theta = 2 * drift / variance;
        if (theta * (below + above) < 1e-6) {
            return below * above / variance;
        }
        double up = StrictMath.expm1(-theta * below) / StrictMath.expm1(-theta * (below + above));
        return (up * (below + above) - below) / drift;
    }
}
