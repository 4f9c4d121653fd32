package io.ringrift.p2p.replication;

/** The command is certainly not in the log; sending it again cannot double it. */
public final class NotAcceptedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NotAcceptedException(String message) {
        super(message);
    }
}
