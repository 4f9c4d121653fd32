package io.ringrift.p2p.security;

import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.Tickets;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tickets of the form {@code <expiry>.<mac>}: seconds since 1970, and the HMAC-SHA256 (RFC 2104) of
 * what the ticket is good for under the cluster's token. Every node can make and check them, and
 * whoever holds one learns nothing of the token.
 */
public final class DataTickets implements Tickets {

    /** Longer than any file should need; a job that runs longer asks for a fresh one. */
    public static final Duration VALID = Duration.ofHours(6);

    private static final Pattern SHAPE = Pattern.compile("([1-9][0-9]{0,17})\\.([0-9a-f]{64})");

    private final ClusterToken token;
    private final InstantSource clock;

    public DataTickets(ClusterToken token, InstantSource clock) {
        this.token = token;
        this.clock = clock;
    }

    @Override
    public Optional<String> issue(String method, NodeId server, DataKey key) {
        String secret = token.secret();
        if (secret == null) {
            return Optional.empty();
        }
        long expiry = clock.instant().plus(VALID).getEpochSecond();
        return Optional.of(expiry + "." + mac(secret, method, server, key, expiry));
    }

    /**
     * Whether a ticket opens that door now.
     *
     * @param method {@code GET} or {@code PUT}
     * @param server this node
     * @param key what the request says that it is about
     */
    public boolean accepts(String ticket, String method, NodeId server, DataKey key) {
        String secret = token.secret();
        Matcher matcher = SHAPE.matcher(ticket);
        if (secret == null || !matcher.matches()) {
            return false;
        }
        long expiry = Long.parseLong(matcher.group(1));
        String expected = mac(secret, method, server, key, expiry);
        boolean genuine =
                MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.US_ASCII),
                        matcher.group(2).getBytes(StandardCharsets.US_ASCII));
        return genuine && clock.instant().getEpochSecond() < expiry;
    }

    private static String mac(
            String secret, String method, NodeId server, DataKey key, long expiry) {
        String text =
                String.join(
                        "\n",
                        "ringrift-data",
                        method,
                        server.value(),
                        key.kind() + "/" + key.path(),
                        key.sha256().hex(),
                        Long.toString(expiry));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HmacSHA256", impossible);
        }
    }
}
