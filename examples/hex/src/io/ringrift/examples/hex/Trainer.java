package io.ringrift.examples.hex;

import java.util.Arrays;
import java.util.List;

/**
 * Learns weights from samples by stochastic gradient descent on the two losses of Silver et al.
 * 2017: here the logistic loss of the outcome and the cross-entropy of the policy to the visits.
 *
 * <p>The learning rates fall evenly to a tenth over the whole training. Their size matters little:
 * a factor of twenty hardly changes the play.
 */
final class Trainer {
    private static final double VALUE_RATE = 0.005;
    private static final double POLICY_RATE = 0.05;
    private static final double FINAL_SHARE = 0.1;

    private final double[] value;
    private final double[] policy;
    private double bias;

    Trainer(Model start) {
        this.bias = start.bias();
        this.value = start.valueTable();
        this.policy = start.policyTable();
    }

    Model model() {
        return new Model(bias, value, policy);
    }

    /**
     * Learns from all samples, in a random order for each epoch; returns the last epoch's loss.
     *
     * @param done epochs that the start has behind it: their orders are drawn again and passed over
     * @param checkpoints takes the model after each epoch but the last
     */
    Loss train(
            List<Sample> samples,
            int epochs,
            int done,
            SplitMix random,
            Progress progress,
            Checkpoints checkpoints) {
        int[] order = new int[samples.size()];
        Arrays.setAll(order, i -> i);
        Loss loss = new Loss();
        for (int epoch = 0; epoch < epochs; epoch++) {
            loss = new Loss();
            random.shuffle(order);
            if (epoch < done) {
                continue;
            }
            for (int i = 0; i < order.length; i++) {
                double passed = (epoch + (double) i / order.length) / epochs;
                learn(samples.get(order[i]), 1 - (1 - FINAL_SHARE) * passed, loss);
            }
            if (epoch + 1 < epochs) {
                checkpoints.save(epoch + 1, model());
            }
            progress.report(epoch + 1);
        }
        return loss;
    }

    private void learn(Sample sample, double rateShare, Loss loss) {
        loss.addValue(learnValue(sample, VALUE_RATE * rateShare));
        if (sample.visits().size() > 0) {
            loss.addPolicy(learnPolicy(sample, POLICY_RATE * rateShare));
        }
    }

    private double learnValue(Sample sample, double rate) {
        double sum = bias;
        for (int cell = 0; cell < sample.cells(); cell++) {
            sum += value[sample.pattern(cell)];
        }
        double chance = Model.logistic(sum);
        double step = rate * ((sample.isWon() ? 1 : 0) - chance);
        bias += step;
        for (int cell = 0; cell < sample.cells(); cell++) {
            value[sample.pattern(cell)] += step;
        }
        return Loss.of(sample.isWon() ? chance : 1 - chance);
    }

    private double learnPolicy(Sample sample, double rate) {
        int[] patterns = sample.emptyPatterns();
        double[] expected = new double[patterns.length];
        Arrays.setAll(expected, i -> policy[patterns[i]]);
        Model.softmax(expected);
        double[] wanted = sample.visitShares();
        double loss = 0;
        for (int i = 0; i < patterns.length; i++) {
            loss += wanted[i] * Loss.of(expected[i]);
            policy[patterns[i]] += rate * (wanted[i] - expected[i]);
        }
        return loss;
    }
}
