package io.ringrift.p2p.webhooks.guard;

import java.net.UnknownHostException;

/** A name leads to where webhooks must not go. */
public final class AddressRefusedException extends UnknownHostException {

    private static final long serialVersionUID = 1L;

    AddressRefusedException(String why) {
        super(why);
    }
}
