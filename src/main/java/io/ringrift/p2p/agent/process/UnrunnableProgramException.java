package io.ringrift.p2p.agent.process;

import java.io.IOException;

/** A file that is there but is no program for this machine: trying again would not help. */
public final class UnrunnableProgramException extends IOException {

    private static final long serialVersionUID = 1L;

    UnrunnableProgramException(String message) {
        super(message);
    }
}
