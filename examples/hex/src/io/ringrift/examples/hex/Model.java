package io.ringrift.examples.hex;

/**
 * What is learnt: a weight for each pattern as a sign of winning and one as a place to move.
 *
 * <p>The chance to win is the logistic function of a bias and the sum of the value weights over all
 * cells; the policy is the softmax of the policy weights over the empty cells. The weights are
 * shared by all cells and both sides. Exponentials are {@link StrictMath}'s, so that every machine
 * plays the same games.
 */
final class Model {
    private final double bias;
    private final double[] value;
    private final double[] policy;

    Model(double bias, double[] value, double[] policy) {
        if (value.length != Patterns.COUNT || policy.length != Patterns.COUNT) {
            throw new IllegalArgumentException("a table has not " + Patterns.COUNT + " weights");
        }
        this.bias = bias;
        this.value = value.clone();
        this.policy = policy.clone();
    }

    /** Generation 0: all weights zero, so every position is even and every move alike. */
    static Model untrained() {
        return new Model(0, new double[Patterns.COUNT], new double[Patterns.COUNT]);
    }

    double bias() {
        return bias;
    }

    double[] valueTable() {
        return value.clone();
    }

    double[] policyTable() {
        return policy.clone();
    }

    /** What the side to move may expect, from -1 (loses) to 1 (wins). */
    double value(Position position) {
        double sum = bias;
        for (int cell = 0; cell < position.grid().cells(); cell++) {
            sum += value[position.pattern(cell)];
        }
        return 2 * logistic(sum) - 1;
    }

    /** How promising each of these empty cells is for the side to move; adds up to 1. */
    double[] policy(Position position, int[] moves) {
        double[] logits = new double[moves.length];
        for (int i = 0; i < moves.length; i++) {
            logits[i] = policy[position.pattern(moves[i])];
        }
        softmax(logits);
        return logits;
    }

    static double logistic(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }

    /** Turns logits into probabilities, in place. */
    static void softmax(double[] logits) {
        double max = Double.NEGATIVE_INFINITY;
        for (double logit : logits) {
            max = Math.max(max, logit);
        }
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            logits[i] = StrictMath.exp(logits[i] - max);
            sum += logits[i];
        }
        for (int i = 0; i < logits.length; i++) {
            logits[i] /= sum;
        }
    }
}
