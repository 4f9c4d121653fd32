package io.ringrift.p2p.webhooks.format;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A receiver written from the text of Standard Webhooks 1.0 alone; it shares no code with what is
 * tested. It wants the three headers, a time within five minutes of its own, and one signature of
 * version 1 that fits.
 */
public final class StandardReceiver {

    private static final long TOLERANCE_SECONDS = 5 * 60;

    private final byte[] key;

    /**
     * @param secret as the sender showed it, with or without its prefix
     */
    public StandardReceiver(String secret) {
        String base64 = secret.startsWith("whsec_") ? secret.substring(6) : secret;
        this.key = Base64.getDecoder().decode(base64);
    }

    /**
     * Whether the message is from who has the secret.
     *
     * @param headers with names in lower case
     * @param nowSeconds of the receiver's clock
     */
    public boolean verifies(Map<String, String> headers, byte[] body, long nowSeconds) {
        String id = headers.get("webhook-id");
        String timestamp = headers.get("webhook-timestamp");
        String signatures = headers.get("webhook-signature");
        if (id == null || timestamp == null || signatures == null || id.contains(".")) {
            return false;
        }
        if (Math.abs(nowSeconds - Long.parseLong(timestamp)) > TOLERANCE_SECONDS) {
            return false;
        }
        byte[] expected =
                hmac(id + "." + timestamp + "." + new String(body, StandardCharsets.UTF_8));
        for (String one : signatures.split(" ", -1)) {
            int comma = one.indexOf(',');
            if (comma > 0
                    && one.substring(0, comma).equals("v1")
                    && MessageDigest.isEqual(
                            Base64.getDecoder().decode(one.substring(comma + 1)), expected)) {
                return true;
            }
        }
        return false;
    }

    private byte[] hmac(String signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
