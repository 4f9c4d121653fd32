package io.ringrift.p2p.agent.data;

import io.ringrift.p2p.model.data.Sha256;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.BooleanSupplier;

/** Digests of what is too large for memory. */
final class Hashing {

    private static final int BLOCK = 256 << 10;

    private Hashing() {}

    static MessageDigest begin() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    static Sha256 end(MessageDigest digest) {
        return new Sha256(HexFormat.of().formatHex(digest.digest()));
    }

    /**
     * The digest of what is left of a channel.
     *
     * @param ends whether to break off
     * @throws InterruptedIOException when it was broken off
     */
    static Sha256 of(ReadableByteChannel channel, byte[] block, BooleanSupplier ends)
            throws IOException {
        MessageDigest digest = begin();
        ByteBuffer buffer = ByteBuffer.wrap(block);
        while (channel.read(buffer) >= 0) {
            if (ends.getAsBoolean()) {
                throw new InterruptedIOException("the node ends");
            }
            digest.update(block, 0, buffer.position());
            buffer.clear();
        }
        return end(digest);
    }

    static byte[] block() {
        return new byte[BLOCK];
    }
}
