package io.ringrift.p2p.agent.data;

/** An output of a job that cannot become part of the data, now or later. */
final class RefusedOutputException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * @param why half a sentence, with the output as its subject
     */
    RefusedOutputException(String why) {
        super(why);
    }
}
