package io.ringrift.p2p.agent.attempt;

import io.ringrift.p2p.model.wire.AttemptReport;
import io.ringrift.p2p.model.wire.StartOrder;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;

/**
 * Attempts on disk.
 *
 * <p>Nothing is fsynced: these files guard against the death of the agent, for which the page cache
 * is enough. When the machine itself dies, so do the processes, and the leader notices.
 *
 * <p>An empty file {@code agent/live/<job>-<attempt>} exists as long as the leader has not taken
 * note of an attempt's end, so that a start need not look through the folders of all past jobs.
 */
final class AttemptStore {

    private static final Logger LOG = LoggerFactory.getLogger(AttemptStore.class);

    /** Shared by those who start attempts, alone with the one who clears the past away. */
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    private final Path live;
    private final AttemptFolders folders;
    private final JsonMapper json;

    AttemptStore(Path dataDir, AttemptFolders folders, JsonMapper json) throws IOException {
        this.live = dataDir.resolve("agent").resolve("live");
        this.folders = folders;
        this.json = json;
        Files.createDirectories(live);
    }

    AttemptFolder folder(AttemptKey key) {
        return folders.of(key.job(), key.attempt());
    }

    /**
     * Makes the folder of a new attempt.
     *
     * @return empty, or the end of this very attempt (same token) if it was run before
     */
    Optional<AttemptReport> prepare(AttemptKey key, StartOrder order) throws IOException {
        AttemptFolder folder = folder(key);
        lock.readLock().lock();
        try {
            Optional<AttemptReport> earlier = existing(folder, order);
            if (earlier.isEmpty()) {
                mark(key);
                Files.createDirectories(folder.files().output());
                Files.createDirectories(folder.files().checkpoint());
            }
            return earlier;
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Something short that may not happen beside {@link #prepare}. */
    @FunctionalInterface
    interface Step {
        void run() throws IOException;
    }

    /** Does it while no attempt of the job is live or can become so; else not at all. */
    void unlessLive(String job, Step step) throws IOException {
        lock.writeLock().lock();
        try {
            boolean isLive = false;
            for (AttemptKey key : marked()) {
                isLive |= key.job().toString().equals(job);
            }
            if (!isLive) {
                step.run();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    private Optional<AttemptReport> existing(AttemptFolder folder, StartOrder order)
            throws IOException {
        if (!Files.exists(folder.path())) {
            return Optional.empty();
        }
        Optional<AttemptReport> end =
                readEnd(folder).filter(report -> report.token().equals(order.token()));
        if (end.isEmpty()) {
            // Another cluster life used the same number, or the start never got this far.
            Files.move(
                    folder.path(),
                    folder.path().resolveSibling(order.attempt() + ".before-" + order.token()),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        return end;
    }

    private void mark(AttemptKey key) throws IOException {
        try {
            Files.createFile(live.resolve(key.toString()));
        } catch (FileAlreadyExistsException again) {
            LOG.debug("{} was marked already", key);
        }
    }

    void save(AttemptFolder folder, AttemptRecord record) throws IOException {
        write(folder.record(), record);
    }

    void saveEnd(AttemptFolder folder, AttemptReport report) throws IOException {
        write(folder.end(), report);
    }

    Optional<AttemptRecord> readRecord(AttemptFolder folder) {
        return read(folder.record(), AttemptRecord.class);
    }

    Optional<AttemptReport> readEnd(AttemptFolder folder) {
        return read(folder.end(), AttemptReport.class);
    }

    /** The attempts whose end the leader has not yet taken note of. */
    List<AttemptKey> marked() throws IOException {
        try (Stream<Path> files = Files.list(live)) {
            return files.flatMap(file -> AttemptKey.parse(file.getFileName().toString()).stream())
                    .toList();
        }
    }

    /** The leader knows the end: this attempt is history. */
    void forget(AttemptKey key) {
        try {
            Files.deleteIfExists(live.resolve(key.toString()));
        } catch (IOException e) {
            LOG.warn("Cannot delete the mark of {}: it will be reported once more.", key, e);
        }
    }

    /** Under a name of its own first, so that a reader sees all of it or nothing. */
    private void write(Path file, Object value) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.write(fresh, json.writeValueAsBytes(value));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private <T> Optional<T> read(Path file, Class<T> type) {
        try {
            // A newer version of the program may have written more than we know.
            return Optional.of(
                    json.readerFor(type)
                            .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                            .readValue(Files.readAllBytes(file)));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        } catch (IOException | JacksonException e) {
            LOG.warn("{} is unreadable and counts as absent: {}", file, e.getMessage());
            return Optional.empty();
        }
    }
}
