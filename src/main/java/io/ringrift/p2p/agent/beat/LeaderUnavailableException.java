package io.ringrift.p2p.agent.beat;

import org.jspecify.annotations.Nullable;

/** There is no usable answer from the leader; the question may be asked again. */
public final class LeaderUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean blamesRequest;
    private final @Nullable String code;

    /** Nobody answered, or the answer makes no sense. */
    public LeaderUnavailableException(String message) {
        this(message, false, null);
    }

    /**
     * @param blamesRequest whether the answer says that the request itself is wrong (400, 413, 422)
     * @param code of the problem, if the answer was one
     */
    public LeaderUnavailableException(
            String message, boolean blamesRequest, @Nullable String code) {
        super(message);
        this.blamesRequest = blamesRequest;
        this.code = code;
    }

    boolean blamesRequest() {
        return blamesRequest;
    }

    boolean saysSuperseded() {
        return "superseded".equals(code);
    }

    /** Whether it was a leader that read the request and named what is wrong with it. */
    boolean namesFields() {
        return "invalid_request".equals(code);
    }
}
