package io.ringrift.p2p.webhooks.guard;

import java.net.InetAddress;
import java.util.regex.Pattern;

/**
 * A block of addresses.
 *
 * @param network its first address
 * @param prefix leading bits that all its addresses share
 */
public record CidrRange(InetAddress network, int prefix) {

    private static final Pattern SHAPE = Pattern.compile("[0-9a-fA-F:.]+/\\d{1,3}");

    /**
     * Reads {@code 10.0.0.0/8} or {@code fd00::/8}.
     *
     * @throws IllegalArgumentException when it is no range, or its address has bits behind the
     *     prefix
     */
    public static CidrRange parse(String text) {
        if (!SHAPE.matcher(text).matches()) {
            throw new IllegalArgumentException("must be a range such as 10.0.0.0/8 or fd00::/8");
        }
        int slash = text.indexOf('/');
        InetAddress network = InetAddress.ofLiteral(text.substring(0, slash));
        int prefix = Integer.parseInt(text.substring(slash + 1));
        int bits = network.getAddress().length * Byte.SIZE;
        if (prefix > bits) {
            throw new IllegalArgumentException("has a prefix of more than " + bits + " bits");
        }
        CidrRange range = new CidrRange(network, prefix);
        for (int i = prefix; i < bits; i++) {
            if (bit(network.getAddress(), i)) {
                throw new IllegalArgumentException("has bits behind its prefix");
            }
        }
        return range;
    }

    /** Whether an address of the same family lies in it. */
    public boolean contains(InetAddress address) {
        byte[] first = network.getAddress();
        byte[] other = address.getAddress();
        if (first.length != other.length) {
            return false;
        }
        for (int i = 0; i < prefix; i++) {
            if (bit(first, i) != bit(other, i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean bit(byte[] address, int index) {
        return (address[index / Byte.SIZE] >> (Byte.SIZE - 1 - index % Byte.SIZE) & 1) == 1;
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + prefix;
    }
}
