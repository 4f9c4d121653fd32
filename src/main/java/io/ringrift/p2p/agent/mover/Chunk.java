package io.ringrift.p2p.agent.mover;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A piece of a file in memory; what is complete of it is written block by block as it comes. */
final class Chunk {

    private final Part part;
    private final byte[] buffer;
    private final int length;
    private final long firstBlock;
    private final long offset;
    private final int blockBytes;
    private int filled;
    private int onDisk;
    private long sources;

    /**
     * Takes what an earlier life left of it.
     *
     * @param number 0 is the first of the file
     */
    Chunk(Part part, long size, int number, byte[] buffer, MoverSettings settings)
            throws DiskException {
        this.part = part;
        this.buffer = buffer;
        this.length = settings.chunkLength(size, number);
        this.blockBytes = settings.blockBytes();
        this.offset = (long) number * settings.chunkBytes();
        this.firstBlock = offset / blockBytes;
        try {
            this.filled = part.readBack(firstBlock, buffer, length);
        } catch (IOException e) {
            throw new DiskException(e);
        }
        this.onDisk = filled;
    }

    /** How many bytes of the file come before those that are still missing. */
    synchronized long missingFrom() {
        return offset + filled;
    }

    synchronized int missing() {
        return length - filled;
    }

    int length() {
        return length;
    }

    byte[] bytes() {
        return buffer;
    }

    /**
     * Takes the next bytes.
     *
     * @param source the bit of whom they come from
     */
    synchronized void take(ByteBuffer bytes, long source) throws DiskException {
        while (bytes.hasRemaining()) {
            int end = Math.min(length, onDisk + blockBytes);
            int count = Math.min(bytes.remaining(), end - filled);
            bytes.get(buffer, filled, count);
            filled += count;
            sources |= source;
            if (filled == end) {
                long block = firstBlock + onDisk / blockBytes;
                part.write(block, buffer, onDisk, end - onDisk, sources);
                onDisk = end;
                sources = 0;
            }
        }
    }
}
