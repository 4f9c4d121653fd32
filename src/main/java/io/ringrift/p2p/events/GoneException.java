package io.ringrift.p2p.events;

/** What was asked for is not kept on this voter (any more). */
final class GoneException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Gone gone;

    GoneException(Gone gone) {
        super("this voter keeps the events after " + gone.startsAfter() + " only");
        this.gone = gone;
    }

    Gone gone() {
        return gone;
    }
}
