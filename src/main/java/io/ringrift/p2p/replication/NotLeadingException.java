package io.ringrift.p2p.replication;

/** The command is certainly not in the log, because another voter leads, or none does yet. */
public final class NotLeadingException extends NotAcceptedException {

    private static final long serialVersionUID = 1;

    public NotLeadingException(String message) {
        super(message);
    }
}
