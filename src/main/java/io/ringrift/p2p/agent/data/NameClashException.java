package io.ringrift.p2p.agent.data;

import java.io.IOException;

/** Some file systems would take the name for that of something else that is there. */
public final class NameClashException extends IOException {

    private static final long serialVersionUID = 1L;

    NameClashException(String message) {
        super(message);
    }
}
