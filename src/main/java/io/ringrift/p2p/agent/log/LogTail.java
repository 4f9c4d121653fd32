package io.ringrift.p2p.agent.log;

import io.ringrift.p2p.agent.attempt.AttemptFolder;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The last lines of a log that may have been cut in two. */
final class LogTail {

    private static final int BLOCK = 64 << 10;

    private LogTail() {}

    /**
     * Writes the last lines.
     *
     * @return where the log ended, for going on from there
     */
    static long copy(AttemptFolder folder, int lines, OutputStream out) throws IOException {
        try (FileChannel log = FileChannel.open(folder.log(), StandardOpenOption.READ)) {
            long end = log.size();
            Start start = start(log, end, lines);
            if (start.missing() > 0) {
                older(folder.olderLog(), start.missing(), out);
            }
            send(log, start.offset(), end, out);
            return end;
        } catch (NoSuchFileException nothingYet) {
            return 0;
        }
    }

    /**
     * Writes what was added since.
     *
     * @param from where the last look ended; a log that is shorter now was cut and begins anew
     * @return where it ends now
     */
    static long copyNew(Path log, long from, OutputStream out) throws IOException {
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
            long end = channel.size();
            long start = end < from ? 0 : from;
            send(channel, start, end, out);
            return end;
        } catch (NoSuchFileException nothingYet) {
            return 0;
        }
    }

    private static void older(Path file, int lines, OutputStream out) throws IOException {
        try (FileChannel log = FileChannel.open(file, StandardOpenOption.READ)) {
            send(log, start(log, log.size(), lines).offset(), log.size(), out);
        } catch (NoSuchFileException neverCut) {
            return;
        }
    }

    /**
     * @param offset where the lines begin
     * @param missing lines that the file does not have
     */
    private record Start(long offset, int missing) {}

    private static Start start(FileChannel log, long end, int lines) throws IOException {
        if (lines == 0) {
            return new Start(end, 0);
        }
        int found = 0;
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        for (long high = end; high > 0; high -= BLOCK) {
            long low = Math.max(0, high - BLOCK);
            block.clear().limit((int) (high - low));
            int read = log.read(block, low);
            for (int i = read - 1; i >= 0; i--) {
                // The break at the very end closes the last line and starts no other.
                if (block.get(i) == '\n' && low + i != end - 1 && ++found == lines) {
                    return new Start(low + i + 1, 0);
                }
            }
        }
        return new Start(0, end == 0 ? lines : Math.max(0, lines - found - 1));
    }

    private static void send(FileChannel log, long from, long to, OutputStream out)
            throws IOException {
        WritableByteChannel target = Channels.newChannel(out);
        long position = from;
        while (position < to) {
            long sent = log.transferTo(position, Math.min(to - position, BLOCK), target);
            if (sent <= 0) {
                return;
            }
            position += sent;
        }
    }
}
