package io.ringrift.p2p.replication;

/** New work is refused while the disk is nearly full, so that what runs can still be recorded. */
public final class DiskFullException extends NotAcceptedException {

    private static final long serialVersionUID = 1L;

    public DiskFullException(String message) {
        super(message);
    }
}
