package io.ringrift.p2p.model.webhook;

import java.util.Base64;

/**
 * What the signatures of an endpoint's messages are made with, in the form of Standard Webhooks 1.0
 * (https://www.standardwebhooks.com, "Signature scheme").
 *
 * @param value {@code whsec_} and 24 to 64 bytes in base64
 */
public record SigningSecret(String value) {

    private static final String PREFIX = "whsec_";
    private static final int LEAST_BYTES = 24;
    private static final int MOST_BYTES = 64;

    /**
     * Checks the form.
     *
     * @throws IllegalArgumentException with half a sentence that does not repeat the secret
     */
    public SigningSecret {
        if (!value.startsWith(PREFIX) || !isLongEnough(decoded(value))) {
            throw new IllegalArgumentException(
                    "must be whsec_ and "
                            + LEAST_BYTES
                            + " to "
                            + MOST_BYTES
                            + " bytes in base64, as \"whsec_$(openssl rand -base64 32)\"");
        }
    }

    /** Of random bytes. */
    public static SigningSecret of(byte[] key) {
        return new SigningSecret(PREFIX + Base64.getEncoder().encodeToString(key));
    }

    private static boolean isLongEnough(byte[] key) {
        return key.length >= LEAST_BYTES && key.length <= MOST_BYTES;
    }

    private static byte[] decoded(String value) {
        try {
            return Base64.getDecoder().decode(value.substring(PREFIX.length()));
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /** The bytes that sign. */
    public byte[] key() {
        return decoded(value);
    }

    /** Texts reach logs and digests of the state; 32 bits tell secrets apart and betray none. */
    @Override
    public String toString() {
        return "SigningSecret[" + Integer.toHexString(value.hashCode()) + "]";
    }
}
