package io.ringrift.p2p.agent.mover;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Which blocks of an incomplete file are there: one record of {@value #RECORD} bytes for each, its
 * number, the CRC-32C of its bytes, and the CRC-32C of the record itself. A torn record at the end
 * does not count, and a block counts only while its bytes on the disk have that sum: what a power
 * cut took is found when the move goes on.
 */
final class Journal {

    private static final int RECORD = 16;

    private final FileChannel channel;
    private final Map<Long, Integer> sums = new HashMap<>();

    /**
     * @param channel to read and to write
     */
    Journal(FileChannel channel) throws IOException {
        this.channel = channel;
        ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(channel.size()));
        while (all.hasRemaining() && channel.read(all, all.position()) >= 0) {
            // Until it is all there.
        }
        all.flip();
        while (all.remaining() >= RECORD) {
            long block = all.getLong();
            int sum = all.getInt();
            if (all.getInt() != check(block, sum)) {
                break;
            }
            sums.put(block, sum);
        }
        channel.truncate((long) sums.size() * RECORD);
    }

    synchronized void note(long block, int sum) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(RECORD);
        record.putLong(block).putInt(sum).putInt(check(block, sum)).flip();
        channel.position(channel.size());
        while (record.hasRemaining()) {
            int _ = channel.write(record);
        }
        sums.put(block, sum);
    }

    /** Whether the block was noted with bytes of this sum. */
    synchronized boolean has(long block, int sum) {
        Integer noted = sums.get(block);
        return noted != null && noted == sum;
    }

    synchronized boolean has(long block) {
        return sums.containsKey(block);
    }

    synchronized int blocks() {
        return sums.size();
    }

    synchronized void clear() throws IOException {
        sums.clear();
        channel.truncate(0);
    }

    private static int check(long block, int sum) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(12).putLong(block).putInt(sum).flip());
        return (int) crc.getValue();
    }

    static int sum(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
