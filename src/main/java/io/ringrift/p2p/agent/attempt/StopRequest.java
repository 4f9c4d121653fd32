package io.ringrift.p2p.agent.attempt;

/**
 * Why an attempt is being stopped.
 *
 * @param cause who wants it
 * @param sentence for the log and the report
 */
record StopRequest(Cause cause, String sentence) {

    enum Cause {
        /** The leader ordered it. */
        ORDER,
        /** The leader empties the node: it will run again. */
        PREEMPT,
        /** Its lease is over: it may be running elsewhere soon. */
        FENCE,
        /** It ran too long. */
        TIMEOUT,
        /** The agent ends and takes its jobs along. */
        SHUTDOWN
    }
}
