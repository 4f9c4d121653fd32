package io.ringrift.p2p.model.data;

import java.util.regex.Pattern;

/**
 * The SHA-256 digest of a file's bytes (FIPS 180-4): its content's name.
 *
 * @param hex 64 lower case hexadecimal digits
 */
public record Sha256(String hex) implements Comparable<Sha256> {

    private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{64}");

    public Sha256 {
        if (!SHAPE.matcher(hex).matches()) {
            throw new IllegalArgumentException("a SHA-256 has 64 lower case hexadecimal digits");
        }
    }

    @Override
    public int compareTo(Sha256 other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
