package io.ringrift.p2p.security;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The secret that all nodes of a cluster share, or the fact that there is none. */
public final class ClusterToken {

    /** Fewer characters can be tried out. */
    public static final int MIN_LENGTH = 16;

    /** No token: every door is open, and only loopback may reach the doors. */
    public static final ClusterToken NONE = new ClusterToken(null);

    private final @Nullable String secret;

    private ClusterToken(@Nullable String secret) {
        this.secret = secret;
    }

    /**
     * A token.
     *
     * @param secret at least {@value #MIN_LENGTH} visible ASCII characters
     * @throws IllegalArgumentException when it is too short or cannot stand in a header; the
     *     message never shows it
     */
    public static ClusterToken of(String secret) {
        if (secret.length() < MIN_LENGTH) {
            throw new IllegalArgumentException(
                    "must have at least " + MIN_LENGTH + " characters, or it can be guessed");
        }
        if (!secret.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException(
                    "must consist of visible ASCII characters without blanks");
        }
        return new ClusterToken(secret);
    }

    /** Whether there is one. */
    public boolean isSet() {
        return secret != null;
    }

    /** The secret, for a client of other nodes; null when there is none. */
    public @Nullable String secret() {
        return secret;
    }

    /** Whether it is the token; takes the same time for every wrong guess. */
    public boolean matches(String guess) {
        return secret != null && MessageDigest.isEqual(hash(secret), hash(guess));
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return secret == null ? "no cluster token" : "a cluster token";
    }

    /** Equal lengths whatever was sent, so that not even the length shows in the time. */
    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
