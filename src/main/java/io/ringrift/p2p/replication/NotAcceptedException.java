package io.ringrift.p2p.replication;

/** The command is certainly not in the log; sending it again cannot double it. */
public sealed class NotAcceptedException extends RuntimeException
        permits DiskFullException, NotLeadingException {

    private static final long serialVersionUID = 1L;

    public NotAcceptedException(String message) {
        super(message);
    }
}
