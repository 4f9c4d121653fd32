package io.ringrift.p2p.webhooks.guard;

import org.jspecify.annotations.Nullable;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses a webhook may reach: those that everybody on the internet can, and the ranges
 * that the server's settings allow. Whoever may add an endpoint must not thereby reach what only
 * this machine can. The ranges are those that the IANA registries of special-purpose addresses (RFC
 * 6890 and its updates) call not globally reachable, and those that lead to another protocol.
 */
public final class AddressGuard {

    private static final List<CidrRange> DENIED =
            Stream.of(
                            "0.0.0.0/8",
                            "10.0.0.0/8",
                            "100.64.0.0/10",
                            "127.0.0.0/8",
                            "169.254.0.0/16",
                            "172.16.0.0/12",
                            "192.0.0.0/24",
                            "192.0.2.0/24",
                            "192.31.196.0/24",
                            "192.52.193.0/24",
                            "192.88.99.0/24",
                            "192.168.0.0/16",
                            "192.175.48.0/24",
                            "198.18.0.0/15",
                            "198.51.100.0/24",
                            "203.0.113.0/24",
                            "224.0.0.0/4",
                            "240.0.0.0/4",
                            // Within what IPv6 gives out: protocols, Teredo, documentation, 6to4.
                            "2001::/23",
                            "2001:db8::/32",
                            "2002::/16",
                            "2620:4f:8000::/48",
                            "3fff::/20")
                    .map(CidrRange::parse)
                    .toList();

    /** All that IPv6 gives out so far; what lies outside is local, mapped, translated or unused. */
    private static final CidrRange GIVEN_OUT = CidrRange.parse("2000::/3");

    private final List<CidrRange> allowed;

    /**
     * @param allowed ranges that may be reached although they are denied to others
     */
    public AddressGuard(List<CidrRange> allowed) {
        this.allowed = List.copyOf(allowed);
    }

    /** Half a sentence why an address may not be reached, null when it may. */
    public @Nullable String refusal(InetAddress address) {
        if (isAllowed(address)) {
            return null;
        }
        for (CidrRange range : DENIED) {
            if (range.contains(address)) {
                return denied(address, "lies in " + range);
            }
        }
        return address instanceof Inet4Address || GIVEN_OUT.contains(address)
                ? null
                : denied(address, "lies outside of " + GIVEN_OUT);
    }

    /** Whether the settings name it; only such may be spoken to in plain text. */
    public boolean isAllowed(InetAddress address) {
        return allowed.stream().anyMatch(range -> range.contains(address));
    }

    private static String denied(InetAddress address, String why) {
        return address.getHostAddress()
                + " "
                + why
                + ", where webhooks may go only when RINGRIFT_P2P_WEBHOOKS_ALLOWED_RANGES says so";
    }
}
