package io.ringrift.p2p.web;

/**
 * This node stopped leading before the request changed anything, so that the request may be served
 * once more, by whoever leads now.
 */
public final class LeaderLostException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public LeaderLostException(String message) {
        super(message);
    }
}
