package io.ringrift.p2p.model.match;

/**
 * Where a sequential test stands.
 *
 * @param llr log-likelihood ratio of the two hypotheses; it rises with the candidate's wins
 * @param lower bound at which the candidate is refused, below 0
 * @param upper bound at which it is accepted, above 0
 * @param verdict what follows
 * @param expectedGamesLeft games until an answer is expected, 0 to what is left of the cap; 0 once
 *     there is a verdict. A forecast for people, not an input of any decision.
 */
public record SprtState(
        double llr, double lower, double upper, Verdict verdict, double expectedGamesLeft) {

    /** The answer of a test. */
    public enum Verdict {
        /** None yet: more games are needed. */
        CONTINUE,
        /** The candidate is stronger: promote it. */
        ACCEPTED,
        /** It is not. */
        REJECTED,
        /** No answer within the most games: it is not promoted. */
        CAP_REACHED
    }
}
