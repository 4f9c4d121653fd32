package io.ringrift.p2p.agent.mover;

import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.Sha256;

import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Brings all chunks of one file in: several at a time, while this thread hashes those that are
 * complete in their order, from memory. A buffer is used again once its chunk is hashed, so the
 * fetching is never more than {@code connections + 1} chunks ahead.
 */
final class Pipeline {

    private static final long FORCE_EVERY = 64L << 20;
    private static final int HASH_PIECE = 64 << 10;

    private final MoverSettings settings;
    private final Fetch fetch;
    private final Voice voice;
    private final MonotonicClock clock;
    private final AtomicLong hashing;

    /**
     * @param hashing counts the nanoseconds that hashing takes
     */
    Pipeline(
            MoverSettings settings,
            Fetch fetch,
            Voice voice,
            MonotonicClock clock,
            AtomicLong hashing) {
        this.settings = settings;
        this.fetch = fetch;
        this.voice = voice;
        this.clock = clock;
        this.hashing = hashing;
    }

    /** The digest of all that came; every byte of it is in the part. */
    Sha256 run(Part part, DataFile file, Sources sources)
            throws MoveFailedException, DiskException, InterruptedException {
        int chunks = settings.chunks(file.size());
        int threads = Math.min(settings.connections(), chunks);
        MessageDigest digest = Digests.sha256();
        if (chunks == 0) {
            return Digests.of(digest);
        }
        // Platform threads: a chunk that waits for the disk must not keep another one from coming.
        try (ExecutorService workers = Executors.newFixedThreadPool(threads);
                Flusher flusher = new Flusher(part)) {
            AtomicBoolean stopped = new AtomicBoolean();
            try {
                hash(part, file, sources, digest, workers, flusher, stopped);
            } finally {
                // No interrupt: it would close the file under the hands of who writes to it.
                stopped.set(true);
            }
        }
        return Digests.of(digest);
    }

    private void hash(
            Part part,
            DataFile file,
            Sources sources,
            MessageDigest digest,
            ExecutorService workers,
            Flusher flusher,
            AtomicBoolean stopped)
            throws MoveFailedException, DiskException, InterruptedException {
        int chunks = settings.chunks(file.size());
        Deque<byte[]> free = new ArrayDeque<>();
        for (int i = 0; i <= Math.min(settings.connections(), chunks - 1); i++) {
            free.add(new byte[settings.chunkLength(file.size(), 0)]);
        }
        Deque<Future<Chunk>> coming = new ArrayDeque<>();
        int next = 0;
        long hashed = 0;
        boolean all = false;
        try {
            for (int done = 0; done < chunks; done++) {
                while (next < chunks && !free.isEmpty()) {
                    int number = next++;
                    byte[] buffer = free.remove();
                    Fetch.Order order = new Fetch.Order(file, sources, stopped::get);
                    coming.add(workers.submit(() -> chunk(part, order, number, buffer)));
                }
                Chunk chunk = complete(coming.remove());
                update(digest, chunk);
                free.add(chunk.bytes());
                voice.moved(chunk.length());
                hashed += chunk.length();
                flusher.wrote(chunk.length());
            }
            all = true;
        } finally {
            if (!all) {
                voice.moved(-hashed);
            }
        }
    }

    /**
     * In small pieces: the compiler makes the processor's own instructions of what is called often.
     */
    private void update(MessageDigest digest, Chunk chunk) {
        long begun = clock.nanos();
        for (int from = 0; from < chunk.length(); from += HASH_PIECE) {
            digest.update(chunk.bytes(), from, Math.min(HASH_PIECE, chunk.length() - from));
        }
        hashing.addAndGet(clock.nanos() - begun);
    }

    private Chunk chunk(Part part, Fetch.Order order, int number, byte[] buffer)
            throws MoveFailedException, DiskException, InterruptedException {
        order.requireWanted();
        Chunk chunk = new Chunk(part, order.file().size(), number, buffer, settings);
        fetch.fill(chunk, order);
        return chunk;
    }

    private static Chunk complete(Future<Chunk> chunk)
            throws MoveFailedException, DiskException, InterruptedException {
        try {
            return chunk.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case MoveFailedException failed -> throw failed;
                case DiskException disk -> throw disk;
                case InterruptedException stopped -> throw stopped;
                case Error broken -> throw broken;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    /** Sends what was written to the disk while more is coming, so that the end need not wait. */
    private static final class Flusher implements AutoCloseable {

        private final Part part;
        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private Future<?> last = java.util.concurrent.CompletableFuture.completedFuture(null);
        private long since;

        Flusher(Part part) {
            this.part = part;
        }

        void wrote(long bytes) {
            since += bytes;
            if (since >= FORCE_EVERY && last.isDone()) {
                since = 0;
                last =
                        thread.submit(
                                () -> {
                                    part.force();
                                    return true;
                                });
            }
        }

        @Override
        public void close() {
            thread.close();
        }
    }
}
