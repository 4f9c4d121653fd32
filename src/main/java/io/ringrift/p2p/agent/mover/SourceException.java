package io.ringrift.p2p.agent.mover;

import org.jspecify.annotations.Nullable;

/** A source that does not give what it was asked for. */
final class SourceException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What to think of the source from now on. */
    enum Fault {
        /** It may recover: unreachable, cut off, too slow, too busy. */
        PASSING,
        /** It has not got this version, or does not let us in: no source of this file. */
        NOT_HERE,
        /** It says or sends what is not true: no source of anything. */
        LIES
    }

    private final Fault fault;

    SourceException(Fault fault, String message) {
        this(fault, message, null);
    }

    SourceException(Fault fault, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.fault = fault;
    }

    Fault fault() {
        return fault;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
