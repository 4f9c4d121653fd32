package io.ringrift.p2p.agent.mover;

import org.jspecify.annotations.Nullable;

/** A file that cannot be moved, with the sentence that says why. */
final class MoveFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What another try may bring. */
    enum Hope {
        /** Other sources, if a voter names some. */
        OTHER_SOURCES,
        /** A later try may do. */
        LATER,
        /** It will never do. */
        NONE
    }

    private final Hope hope;

    MoveFailedException(Hope hope, String sentence) {
        this(hope, sentence, null);
    }

    MoveFailedException(Hope hope, String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
        this.hope = hope;
    }

    Hope hope() {
        return hope;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
