package io.ringrift.p2p.agent.beat;

import io.ringrift.p2p.model.BadSettingException;
import io.ringrift.p2p.model.Epoch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The highest epoch that any leader showed, on disk: {@code <data-dir>/agent/epoch}. Whoever comes
 * with an older one was superseded and is not obeyed.
 */
public final class EpochKeeper {

    private final Path file;
    private Epoch highest;

    /**
     * @throws IOException when the folder cannot be used
     * @throws BadSettingException when the file holds no epoch
     */
    public EpochKeeper(Path dataDir) throws IOException {
        file = dataDir.resolve("agent").resolve("epoch");
        Files.createDirectories(dataDir.resolve("agent"));
        highest = Files.exists(file) ? read() : Epoch.NONE;
    }

    private Epoch read() throws IOException {
        String text = Files.readString(file).strip();
        try {
            return new Epoch(Long.parseLong(text));
        } catch (IllegalArgumentException malformed) {
            throw new BadSettingException(
                    "The file "
                            + file
                            + " must hold the highest epoch this node has seen, but it is damaged;"
                            + " delete it only if no superseded leader can still be running.");
        }
    }

    /** The highest epoch so far. */
    public synchronized Epoch highest() {
        return highest;
    }

    /**
     * Whether a leader of this epoch may be obeyed. A new epoch is on disk before the answer is
     * yes.
     *
     * @throws IOException when it cannot be written; then nothing may be obeyed
     */
    public synchronized boolean admit(Epoch epoch) throws IOException {
        if (epoch.isOlderThan(highest)) {
            return false;
        }
        if (!epoch.equals(highest)) {
            write(epoch);
            highest = epoch;
        }
        return true;
    }

    private void write(Epoch epoch) throws IOException {
        Path fresh = file.resolveSibling("epoch.new");
        try (FileChannel channel =
                FileChannel.open(
                        fresh,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer text = ByteBuffer.wrap((epoch + "\n").getBytes(StandardCharsets.US_ASCII));
            while (text.hasRemaining()) {
                channel.write(text);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
