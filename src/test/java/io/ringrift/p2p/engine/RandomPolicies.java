package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.OnLost;

import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;

/** Limits of a random history, low enough to be met. */
final class RandomPolicies {

    private static final OnLost[] ON_LOST = OnLost.values();

    private RandomPolicies() {}

    static Policy next(SplittableRandom random) {
        return new Policy(
                10 + random.nextInt(200),
                1 + random.nextInt(4),
                1 + random.nextInt(5),
                Duration.ofSeconds(10),
                Duration.ofMinutes(10),
                Duration.ofHours(24),
                Duration.ofDays(1 + random.nextInt(3)),
                random.nextInt(40),
                random.nextInt(3) == 0 ? null : ofNodes(random));
    }

    private static NodePolicy ofNodes(SplittableRandom random) {
        return new NodePolicy(
                2 + random.nextInt(4),
                Duration.ofHours(random.nextInt(20)),
                Map.of(
                        JobType.SELFPLAY,
                        ON_LOST[random.nextInt(ON_LOST.length)],
                        JobType.EVALUATION,
                        ON_LOST[random.nextInt(ON_LOST.length)]));
    }
}
