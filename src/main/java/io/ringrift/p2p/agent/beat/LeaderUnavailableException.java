package io.ringrift.p2p.agent.beat;

/** There is no usable answer from the leader; the question may be asked again. */
public final class LeaderUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean blamesRequest;

    /** Nobody answered, or the answer makes no sense. */
    public LeaderUnavailableException(String message) {
        this(message, false);
    }

    /**
     * @param blamesRequest whether the answer says that the request itself is wrong (400, 413, 422)
     */
    public LeaderUnavailableException(String message, boolean blamesRequest) {
        super(message);
        this.blamesRequest = blamesRequest;
    }

    boolean blamesRequest() {
        return blamesRequest;
    }
}
