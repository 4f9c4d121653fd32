package io.ringrift.p2p.agent.mover;

import java.io.IOException;

/**
 * A piece of a file in memory; what is complete of it is written block by block as it comes. One
 * thread fills it, then another one reads it.
 */
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
    long missingFrom() {
        return offset + filled;
    }

    int missing() {
        return length - filled;
    }

    int length() {
        return length;
    }

    /** All bytes of it, and maybe more behind them. */
    byte[] bytes() {
        return buffer;
    }

    /** Where in {@link #bytes} the next byte belongs. */
    int filled() {
        return filled;
    }

    /**
     * The next bytes have come to where they belong.
     *
     * @param source the bit of whom they come from
     */
    void took(int count, long source) throws DiskException {
        filled += count;
        sources |= source;
        while (onDisk < filled && filled >= blockEnd()) {
            int end = blockEnd();
            part.write(firstBlock + onDisk / blockBytes, buffer, onDisk, end - onDisk, sources);
            onDisk = end;
            // What is left over came with this very piece.
            sources = filled > end ? source : 0;
        }
    }

    private int blockEnd() {
        return Math.min(length, onDisk + blockBytes);
    }
}
