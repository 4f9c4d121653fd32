package io.ringrift.p2p.replication;

import java.io.IOException;

/** The log of this node cannot be used; the message is one sentence for whoever started it. */
public final class CannotOpenLogException extends IOException {

    private static final long serialVersionUID = 1L;

    public CannotOpenLogException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
