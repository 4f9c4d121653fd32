package io.ringrift.p2p.agent.attempt;

import io.ringrift.p2p.model.wire.Progress;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * What a job prints, bounded on disk and read for progress lines.
 *
 * <p>The job writes to the file itself, in append mode, so that it survives the agent. To bound it,
 * its tail is copied to the older log and the file is cut to nothing; what is printed between copy
 * and cut is lost, and a fast writer overshoots between two looks.
 */
final class JobLog {

    private static final int LOOK = 64 << 10;
    private static final int LONGEST_LINE = 8 << 10;
    private static final int COPIES = 3;

    private final AttemptFolder folder;
    private final long limit;
    private final JsonMapper json;
    private long position;
    private @Nullable String lastLine;

    /**
     * @param limit bytes that the log may have before it is cut
     */
    JobLog(AttemptFolder folder, long limit, JsonMapper json) {
        this.folder = folder;
        this.limit = limit;
        this.json = json;
    }

    /** One look: the latest progress that was printed since the last one, if any. */
    Optional<Progress> look() throws IOException {
        if (!Files.exists(folder.log())) {
            return Optional.empty();
        }
        try (FileChannel log = FileChannel.open(folder.log(), StandardOpenOption.READ)) {
            long size = log.size();
            if (size == position) {
                return Optional.empty();
            }
            Optional<Progress> said = readNew(log, size);
            if (size > limit) {
                cut(folder, limit);
                position = 0;
            }
            return said;
        }
    }

    /** The last line that is more than progress, as of the last look. */
    @Nullable String lastLine() {
        return lastLine;
    }

    /** Copies the tail of an overlong log away and empties it. */
    static void cut(AttemptFolder folder, long limit) throws IOException {
        Path fresh = folder.path().resolve("log.new");
        try (FileChannel log =
                        FileChannel.open(
                                folder.log(), StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileChannel older =
                        FileChannel.open(
                                fresh,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.TRUNCATE_EXISTING,
                                StandardOpenOption.WRITE)) {
            long size = copyTail(log, older, limit);
            // What is printed meanwhile would be lost: a job that has just ended gets another look.
            for (int again = 0; again < COPIES && log.size() != size; again++) {
                size = copyTail(log, older, limit);
            }
            log.truncate(0);
        }
        Files.move(fresh, folder.olderLog(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Copies the end of the log in place of what was copied before; returns the log's size. */
    private static long copyTail(FileChannel log, FileChannel older, long limit)
            throws IOException {
        long size = log.size();
        older.truncate(0);
        log.transferTo(Math.max(0, size - limit), Math.min(size, limit), older);
        return size;
    }

    private Optional<Progress> readNew(FileChannel log, long size) throws IOException {
        long from = Math.max(size < position ? 0 : position, size - LOOK);
        ByteBuffer buffer = ByteBuffer.allocate((int) (size - from));
        int read = 0;
        while (read >= 0 && buffer.hasRemaining()) {
            read = log.read(buffer, from + buffer.position());
        }
        String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
        LastLine.in(text).ifPresent(line -> lastLine = line);
        int lastBreak = lastBreak(buffer);
        // An unfinished line is read again next time, unless it is too long to be progress.
        boolean wait = buffer.position() - lastBreak <= LONGEST_LINE;
        position = wait ? from + lastBreak : size;
        return latest(text);
    }

    /** Number of bytes up to and including the last line break. */
    private static int lastBreak(ByteBuffer buffer) {
        int i = buffer.position();
        while (i > 0 && buffer.get(i - 1) != '\n') {
            i--;
        }
        return i;
    }

    private Optional<Progress> latest(String text) {
        int end = text.lastIndexOf('\n');
        while (end >= 0) {
            int start = end == 0 ? -1 : text.lastIndexOf('\n', end - 1);
            Optional<Progress> said = parse(text.substring(start + 1, end));
            if (said.isPresent()) {
                return said;
            }
            end = start;
        }
        return Optional.empty();
    }

    private Optional<Progress> parse(String line) {
        String text = line.strip();
        if (!text.startsWith("{")
                || !text.contains("\"progress\"")
                || text.length() > LONGEST_LINE) {
            return Optional.empty();
        }
        try {
            JsonNode said = json.readTree(text).path("progress");
            long done = said.path("done").asLong(-1);
            long total = said.path("total").asLong(0);
            String unit = said.path("unit").asString("");
            return done < 0 || total < 0 || unit.length() > 32
                    ? Optional.empty()
                    : Optional.of(new Progress(done, total, unit));
        } catch (JacksonException rubbish) {
            return Optional.empty();
        }
    }
}
