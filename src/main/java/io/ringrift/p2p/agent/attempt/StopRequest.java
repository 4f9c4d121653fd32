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
        /** It ran too long. */
        TIMEOUT,
        /** The agent ends and takes its jobs along. */
        SHUTDOWN
    }
}
