package io.ringrift.examples.hex;

/** Mean losses of one pass over the samples, in nats. */
final class Loss {
    /** Keeps the loss of a probability that was rounded to 0 finite. */
    private static final double LEAST_PROBABILITY = 1e-12;

    private double valueSum;
    private int values;
    private double policySum;
    private int policies;

    /** The loss of having given this probability to what came true. */
    static double of(double probability) {
        return -StrictMath.log(Math.max(probability, LEAST_PROBABILITY));
    }

    void addValue(double loss) {
        valueSum += loss;
        values++;
    }

    void addPolicy(double loss) {
        policySum += loss;
        policies++;
    }

    double value() {
        return valueSum / Math.max(1, values);
    }

    double policy() {
        return policySum / Math.max(1, policies);
    }
}
