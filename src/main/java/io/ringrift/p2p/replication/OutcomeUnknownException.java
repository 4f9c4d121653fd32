package io.ringrift.p2p.replication;

/** The command may be in the log or not; only an idempotency key makes sending it again safe. */
public final class OutcomeUnknownException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public OutcomeUnknownException(String message, Throwable cause) {
        super(message, cause);
    }
}
