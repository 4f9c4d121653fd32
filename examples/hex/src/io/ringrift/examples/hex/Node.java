package io.ringrift.examples.hex;

import org.jspecify.annotations.Nullable;

/** A position in the search tree and what the search knows about each move from it. */
final class Node {
    private final double value;
    private final int[] moves;
    private final double[] priors;
    private final int[] visits;
    private final double[] totals;
    private final @Nullable Node[] children;
    private int allVisits;

    Node(Position position, Model model) {
        value = model.value(position);
        moves = position.emptyCells();
        priors = model.policy(position, moves);
        visits = new int[moves.length];
        totals = new double[moves.length];
        children = new Node[moves.length];
    }

    /** What the model expects for the side to move, before any search. */
    double value() {
        return value;
    }

    int move(int index) {
        return moves[index];
    }

    @Nullable Node child(int index) {
        return children[index];
    }

    void attach(int index, Node child) {
        children[index] = child;
    }

    /** Counts a visit that was worth this much to the side to move here. */
    void record(int index, double worth) {
        visits[index]++;
        totals[index] += worth;
        allVisits++;
    }

    Visits visits() {
        return Visits.of(moves, visits);
    }

    /**
     * The index of the move to try next: the greatest Q + U, the earliest of equals.
     *
     * <p>PUCT of Silver et al. 2017 ("Mastering the game of Go without human knowledge", Methods):
     * {@code U = c · P · √N / (1 + n)}. A move not yet tried counts as even, Q = 0.
     */
    int select(double exploration) {
        double scale = exploration * Math.sqrt(allVisits);
        int best = 0;
        double bestScore = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < moves.length; i++) {
            double worth = visits[i] == 0 ? 0 : totals[i] / visits[i];
            double score = worth + scale * priors[i] / (1 + visits[i]);
            if (score > bestScore) {
                best = i;
                bestScore = score;
            }
        }
        return best;
    }

    /**
     * Mixes this share of noise into the priors, so that self-play also tries what the model does
     * not expect (Silver et al. 2017; here Dirichlet(1): normalised exponential variates).
     */
    void addNoise(double share, SplitMix random) {
        double[] noise = new double[moves.length];
        double sum = 0;
        for (int i = 0; i < noise.length; i++) {
            noise[i] = -StrictMath.log(random.unit());
            sum += noise[i];
        }
        for (int i = 0; i < noise.length; i++) {
            priors[i] = (1 - share) * priors[i] + share * noise[i] / sum;
        }
    }
}
