package io.ringrift.p2p.agent.mover;

import java.io.IOException;

/** This node's own disk failed; no source is to blame. */
final class DiskException extends IOException {

    private static final long serialVersionUID = 1L;

    DiskException(IOException cause) {
        super(cause);
    }

    /** What the system says, without the name of a Java class where possible. */
    String reason() {
        Throwable cause = getCause();
        String said = cause == null ? null : cause.getMessage();
        return said == null ? toString() : said;
    }
}
