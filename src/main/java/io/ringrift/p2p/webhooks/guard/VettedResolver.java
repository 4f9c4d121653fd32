package io.ringrift.p2p.webhooks.guard;

import org.apache.hc.client5.http.DnsResolver;
import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Resolves a name once and hands its addresses to the connection that is about to be made, or none
 * of them when one may not be reached: a name that has an inner address beside an outer one is no
 * honest receiver.
 */
public final class VettedResolver implements DnsResolver {

    private final HostLookup lookup;
    private final AddressGuard guard;
    private final boolean allowedOnly;

    /**
     * @param allowedOnly whether only addresses that the settings name will do
     */
    public VettedResolver(HostLookup lookup, AddressGuard guard, boolean allowedOnly) {
        this.lookup = lookup;
        this.guard = guard;
        this.allowedOnly = allowedOnly;
    }

    /**
     * Every address of the host.
     *
     * @throws AddressRefusedException when one of them may not be reached
     */
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] all = lookup.addresses(host);
        for (InetAddress address : all) {
            String why = refusal(address);
            if (why != null) {
                throw new AddressRefusedException(why);
            }
        }
        return all;
    }

    private @Nullable String refusal(InetAddress address) {
        if (allowedOnly && !guard.isAllowed(address)) {
            return address.getHostAddress()
                    + " is not in RINGRIFT_P2P_WEBHOOKS_ALLOWED_RANGES, and http without s is only"
                    + " for addresses that are";
        }
        return guard.refusal(address);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
