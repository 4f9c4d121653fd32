package io.ringrift.p2p.model.training;

import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.model.match.MatchScore;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * A model that was a candidate once.
 *
 * @param number 1 for the first of its config
 * @param file what and where it is
 * @param parent the model that it was trained from; null for the untrained one
 * @param trainedBy the job that made it; null when a person named it
 * @param generation of the data that it learned from: the number of its training; 0 when a person
 *     named it
 * @param at when it became a candidate
 * @param status what became of it
 * @param judgedAt when, null while it is a candidate
 * @param reason why, one sentence; null while it is a candidate
 * @param baseline what it was compared with; null for the untrained one
 * @param score of its games against that
 * @param origin how it was made; null when that is not known
 * @param taints numbers of the quarantines whose data it may have learned from
 */
public record ModelVersion(
        int number,
        DataKey file,
        @Nullable Sha256 parent,
        @Nullable JobId trainedBy,
        int generation,
        Instant at,
        Status status,
        @Nullable Instant judgedAt,
        @Nullable String reason,
        @Nullable Sha256 baseline,
        MatchScore score,
        @Nullable Origin origin,
        List<Integer> taints) {

    public ModelVersion {
        taints = taints == null ? List.of() : List.copyOf(taints);
    }

    /**
     * How a model was made.
     *
     * @param from first generation of data that it learned from; the last is {@code generation}
     * @param node that trained it
     * @param codeVersion what its job's result said of its program; null when it said nothing
     * @param trainedAt when it was made, as far as its maker said
     */
    public record Origin(int from, NodeId node, @Nullable String codeVersion, Instant trainedAt) {}

    /** What became of it. */
    public enum Status {
        /** It is being tested. */
        CANDIDATE,
        /** It passed the test and was the champion from then on, until another one was. */
        PROMOTED,
        /** It did not. */
        REJECTED,
        /** It was the champion until a person took it back. */
        ROLLED_BACK
    }

    public Sha256 sha256() {
        return file.sha256();
    }

    /** After the test. */
    public ModelVersion judged(
            Status verdict, Instant when, String why, @Nullable Sha256 against, MatchScore result) {
        return new ModelVersion(
                number,
                file,
                parent,
                trainedBy,
                generation,
                at,
                verdict,
                when,
                why,
                against,
                result,
                origin,
                taints);
    }

    /** With other quarantines. */
    public ModelVersion with(List<Integer> others) {
        return new ModelVersion(
                number,
                file,
                parent,
                trainedBy,
                generation,
                at,
                status,
                judgedAt,
                reason,
                baseline,
                score,
                origin,
                others);
    }

    /** Whether it learned from games of a generation of data, as far as that is known. */
    public boolean learnedFrom(int data) {
        return origin != null && origin.from() <= data && data <= generation;
    }
}
