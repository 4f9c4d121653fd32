package io.ringrift.p2p.training;

import io.ringrift.p2p.engine.Trial;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobStatus;
import io.ringrift.p2p.model.match.MatchScore;
import io.ringrift.p2p.model.match.PairCounts;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.Locale;

/**
 * What an evaluation job says of its games. Whatever is missing or does not fit is a reason not to
 * count it.
 */
sealed interface MatchReport {

    /** How a job names the model before the first training. */
    String UNTRAINED = "untrained";

    /** It can be counted. */
    record Good(MatchScore score) implements MatchReport {}

    /**
     * It cannot.
     *
     * @param reason half a sentence
     */
    record Bad(String reason) implements MatchReport {}

    /**
     * Reads the metrics of a job that has ended.
     *
     * @param ordered games that it was to play
     */
    static MatchReport of(@Nullable Job job, Trial trial, int ordered, JsonMapper json) {
        if (job == null) {
            return new Bad("its job is not known any more");
        }
        if (job.status() != JobStatus.COMPLETED) {
            return new Bad(
                    "job "
                            + job.id()
                            + " ended as "
                            + job.status().name().toLowerCase(Locale.ROOT)
                            + (job.error() == null ? "" : ": " + job.error()));
        }
        try {
            return read(json.readTree(job.metrics().value()), trial, ordered);
        } catch (JacksonException | IllegalArgumentException malformed) {
            return new Bad("its metrics make no sense: " + malformed.getMessage());
        }
    }

    private static MatchReport read(JsonNode metrics, Trial trial, int ordered) {
        String baseline = trial.baseline() == null ? UNTRAINED : trial.baseline().hex();
        String other = otherModel(metrics, "candidate_sha256", trial.candidate().sha256().hex());
        other = other != null ? other : otherModel(metrics, "baseline_sha256", baseline);
        if (other != null) {
            return new Bad(other);
        }
        MatchScore score =
                new MatchScore(
                        count(metrics, "wins"),
                        count(metrics, "draws"),
                        count(metrics, "losses"),
                        pairs(metrics.get("pairs")));
        boolean hasPairs = score.pairs() != null;
        if (trial.score().games() > 0 && hasPairs != (trial.score().pairs() != null)) {
            return new Bad(
                    "its games come "
                            + (hasPairs ? "as" : "without")
                            + " pairs, unlike those before");
        }
        if (score.games() == 0) {
            return new Bad("it played no games");
        }
        return score.games() > ordered
                ? new Bad(
                        "it reports "
                                + score.games()
                                + " games, but was to play no more than "
                                + ordered)
                : new Good(score);
    }

    private static @Nullable String otherModel(JsonNode metrics, String field, String expected) {
        String said = metrics.path(field).stringValue("missing");
        return said.equals(expected) ? null : "its " + field + " is " + said + ", not " + expected;
    }

    /** Pairs by the candidate's points: 0, a half, 1, one and a half, 2. */
    private static @Nullable PairCounts pairs(@Nullable JsonNode pairs) {
        if (pairs == null) {
            return null;
        }
        if (!pairs.isArray() || pairs.size() != 5) {
            throw new IllegalArgumentException("pairs is no list of five counts");
        }
        long[] of = new long[5];
        for (int i = 0; i < of.length; i++) {
            of[i] = count("pairs", pairs.get(i));
        }
        return new PairCounts(of[0], of[1], of[2], of[3], of[4]);
    }

    private static long count(JsonNode metrics, String field) {
        return count(field, metrics.get(field));
    }

    private static long count(String field, @Nullable JsonNode value) {
        if (value == null) {
            throw new IllegalArgumentException(field + " is missing");
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 0) {
            throw new IllegalArgumentException(field + " is " + value + ", not a count");
        }
        return value.intValue();
    }
}
