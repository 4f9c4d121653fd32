package io.ringrift.p2p.model.match;

/**
 * How often each outcome of a game or of a pair of games was seen, from the worst to the best.
 * Outcome i of k gives i / (k - 1) of the points.
 *
 * <p>What was never seen counts as a thousandth of an observation, as in Fishtest
 * (server/fishtest/stats/LLRcalc.py, "regularize"): otherwise no distribution with the score of a
 * hypothesis would be possible after nothing but wins.
 */
final class Outcomes {

    private static final double UNSEEN = 1e-3;

    /** Halvings of an interval of length 4 or more: beyond the precision of a double. */
    private static final int HALVINGS = 120;

    private final double[] share;
    private final double total;
    private final int gamesEach;

    private Outcomes(int gamesEach, long... counts) {
        this.gamesEach = gamesEach;
        double sum = 0;
        double[] seen = new double[counts.length];
        for (int i = 0; i < counts.length; i++) {
            seen[i] = counts[i] == 0 ? UNSEEN : counts[i];
            sum += seen[i];
        }
        for (int i = 0; i < seen.length; i++) {
            seen[i] /= sum;
        }
        this.share = seen;
        this.total = sum;
    }

    /** Those of pairs where all games are in pairs, otherwise those of games. */
    static Outcomes of(MatchScore score) {
        PairCounts pairs = score.pairs();
        return pairs == null
                ? new Outcomes(1, score.losses(), score.draws(), score.wins())
                : new Outcomes(
                        2,
                        pairs.lostBoth(),
                        pairs.lossAndDraw(),
                        pairs.even(),
                        pairs.winAndDraw(),
                        pairs.wonBoth());
    }

    double total() {
        return total;
    }

    /** Games per observation: 1 or 2. */
    int gamesEach() {
        return gamesEach;
    }

    /** What each outcome adds to the log-likelihood ratio of two expected scores. */
    double[] jumps(double score0, double score1) {
        double[] ratio0 = ratios(score0);
        double[] ratio1 = ratios(score1);
        double[] jumps = new double[share.length];
        for (int i = 0; i < jumps.length; i++) {
            jumps[i] = StrictMath.log(ratio0[i]) - StrictMath.log(ratio1[i]);
        }
        return jumps;
    }

    double mean(double[] values) {
        double sum = 0;
        for (int i = 0; i < share.length; i++) {
            sum += share[i] * values[i];
        }
        return sum;
    }

    double variance(double[] values) {
        double mean = mean(values);
        double sum = 0;
        for (int i = 0; i < share.length; i++) {
            sum += share[i] * (values[i] - mean) * (values[i] - mean);
        }
        return sum;
    }

    /**
     * The seen share of each outcome over its share in the most likely distribution with this mean.
     * It is 1 + x (a - mean) for an outcome of value a, where x solves Σ share (a - mean) / (1 + x
     * (a - mean)) = 0 (M. Van den Bergh, www.cantate.be/Fishtest/support_MLE_multinomial.pdf,
     * proposition 1.1). That sum falls with x, so halving an interval finds it.
     */
    private double[] ratios(double mean) {
        double[] apart = new double[share.length];
        for (int i = 0; i < apart.length; i++) {
            apart[i] = i / (apart.length - 1.0) - mean;
        }
        double low = -1 / apart[apart.length - 1];
        double high = -1 / apart[0];
        for (int i = 0; i < HALVINGS; i++) {
            double middle = low + (high - low) / 2;
            if (middle <= low || middle >= high) {
                break;
            }
            if (sum(apart, middle) > 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double[] ratios = new double[apart.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = ratio(apart[i], low, share[i]);
        }
        return ratios;
    }

    private double sum(double[] apart, double x) {
        double sum = 0;
        for (int i = 0; i < apart.length; i++) {
            sum += share[i] * apart[i] / ratio(apart[i], x, share[i]);
        }
        return sum;
    }

    /** No outcome has more than the whole probability, so rounding must not go below its share. */
    private static double ratio(double apart, double x, double share) {
        return Math.max(1 + x * apart, share);
    }
}
