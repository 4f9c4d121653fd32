package io.ringrift.p2p.replication.codec;

import org.jspecify.annotations.Nullable;

/** Bytes that this program cannot read: damaged, or written by a newer one. */
public final class UnreadableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnreadableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
