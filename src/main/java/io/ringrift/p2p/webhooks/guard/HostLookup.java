package io.ringrift.p2p.webhooks.guard;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Asks for the addresses of a name, as {@link InetAddress#getAllByName} does. */
@FunctionalInterface
public interface HostLookup {
    InetAddress[] addresses(String host) throws UnknownHostException;
}
