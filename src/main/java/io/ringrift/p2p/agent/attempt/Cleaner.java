package io.ringrift.p2p.agent.attempt;

import io.ringrift.p2p.model.wire.AttemptReport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clears away what ended attempts left behind, once it is old or there is much of it.
 *
 * <p>The output of a completed attempt stays, unless the settings say otherwise, since the job's
 * {@code output_path} names it, and so does all of a job that has an attempt whose end the leader
 * has not yet taken note of. The output of any other attempt is nobody's and goes with its log.
 */
final class Cleaner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Cleaner.class);
    private static final int ROUNDS_PER_HOUR = 60;
    private static final String CHECKPOINT = "checkpoint";

    private final AttemptFolders folders;
    private final AttemptStore store;
    private final Retention retention;
    private final AttemptMeters meters;
    private final InstantSource clock;
    private final Trash trash;
    private final AtomicInteger endedSince = new AtomicInteger();
    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("agent-cleaner").factory());
    private int rounds;

    /** What an attempt left, and when it ended. */
    private record Left(String job, Path folder, Instant at) {}

    Cleaner(
            AttemptFolders folders,
            AttemptStore store,
            Trash trash,
            Retention retention,
            AttemptMeters meters,
            InstantSource clock) {
        this.folders = folders;
        this.store = store;
        this.trash = trash;
        this.retention = retention;
        this.meters = meters;
        this.clock = clock;
    }

    void open() {
        Future<?> _ = timer.scheduleWithFixedDelay(this::round, 1, 1, TimeUnit.MINUTES);
    }

    /** An attempt more is history. */
    void ended() {
        endedSince.incrementAndGet();
    }

    /** Looks through all folders once in an hour, and sooner after many ends. */
    void round() {
        boolean many = endedSince.get() >= Math.max(1, retention.keep() / 10);
        if (rounds++ % ROUNDS_PER_HOUR != 0 && !many) {
            return;
        }
        endedSince.set(0);
        try {
            clear();
        } catch (IOException | RuntimeException e) {
            LOG.warn("Old attempts could not be cleared away; that is tried again.", e);
        }
    }

    /** Clears away what has to go. */
    void clear() throws IOException {
        trash.empty();
        Set<String> live = liveJobs();
        List<Path> jobs = folders.jobs().stream().filter(job -> !live.contains(name(job))).toList();
        Instant oldest = clock.instant().minus(retention.keepFor());
        List<Left> left = new ArrayList<>();
        for (Path job : jobs) {
            for (Path folder : AttemptFolders.list(job)) {
                if (hasTraces(folder)) {
                    left.add(new Left(name(job), folder, endOf(folder)));
                }
            }
        }
        left.sort(Comparator.comparing(Left::at).reversed().thenComparing(Left::folder));
        for (int i = 0; i < left.size(); i++) {
            if (i >= retention.keep() || left.get(i).at().isBefore(oldest)) {
                clear(left.get(i).job(), left.get(i).folder());
            }
        }
        for (Path job : jobs) {
            clearJob(job, oldest);
        }
        trash.empty();
    }

    private Set<String> liveJobs() throws IOException {
        Set<String> jobs = new HashSet<>();
        for (AttemptKey key : store.marked()) {
            jobs.add(key.job().toString());
        }
        return jobs;
    }

    /** Whether there is more than the output that stays. */
    private static boolean hasTraces(Path folder) throws IOException {
        if (name(folder).equals(CHECKPOINT) || !Files.isDirectory(folder)) {
            return false;
        }
        AttemptFolder attempt = new AttemptFolder(folder);
        return Files.exists(attempt.record())
                || Files.exists(attempt.log())
                || Files.exists(attempt.olderLog())
                || isEmpty(attempt.files().output());
    }

    private static Instant endOf(Path folder) throws IOException {
        Path end = new AttemptFolder(folder).end();
        return Files.getLastModifiedTime(Files.exists(end) ? end : folder).toInstant();
    }

    private void clear(String job, Path folder) throws IOException {
        AttemptFolder attempt = new AttemptFolder(folder);
        boolean mayBeNamed =
                store.readEnd(attempt)
                        .map(
                                end ->
                                        retention.outputs()
                                                && end.kind() == AttemptReport.Kind.COMPLETED)
                        .orElse(true);
        boolean outputStays = mayBeNamed && !isEmpty(attempt.files().output());
        store.unlessLive(
                job,
                () -> {
                    if (outputStays) {
                        Files.deleteIfExists(attempt.log());
                        Files.deleteIfExists(attempt.olderLog());
                        Files.deleteIfExists(attempt.record());
                    } else {
                        trash.take(job, folder);
                    }
                    meters.cleared();
                });
    }

    /** What the attempts of a job share goes after all of them. */
    private void clearJob(Path job, Instant oldest) throws IOException {
        List<Path> entries = AttemptFolders.list(job);
        for (Path entry : entries) {
            if (hasTraces(entry)) {
                return;
            }
        }
        Path checkpoint = job.resolve(CHECKPOINT);
        boolean goes =
                entries.contains(checkpoint)
                        && (isEmpty(checkpoint) || lastChange(checkpoint).isBefore(oldest));
        if (goes || entries.isEmpty()) {
            store.unlessLive(
                    name(job),
                    () -> {
                        if (goes) {
                            trash.take(name(job), checkpoint);
                        }
                        deleteIfEmpty(job);
                    });
        }
    }

    private static Instant lastChange(Path folder) throws IOException {
        Instant last = Files.getLastModifiedTime(folder).toInstant();
        for (Path entry : AttemptFolders.list(folder)) {
            Instant one = Files.getLastModifiedTime(entry).toInstant();
            last = one.isAfter(last) ? one : last;
        }
        return last;
    }

    private static void deleteIfEmpty(Path folder) throws IOException {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException hasOutput) {
            LOG.trace("{} keeps its output", folder);
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (var entries = Files.newDirectoryStream(folder)) {
            return !entries.iterator().hasNext();
        } catch (NoSuchFileException absent) {
            return true;
        }
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
