package io.ringrift.p2p.events;

import io.micrometer.core.instrument.Counter;
import io.ringrift.p2p.engine.Decision;
import io.ringrift.p2p.engine.Event;
import io.ringrift.p2p.replication.Applied;
import io.ringrift.p2p.replication.LogFollower;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes what happened beside the log. The applying thread only leaves each entry in a queue; when
 * that is full, because the disk stands still, the history has a gap and begins anew behind it.
 */
final class EventWriter implements LogFollower, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventWriter.class);
    private static final Duration SECURE = Duration.ofSeconds(30);
    private static final int BATCH = 1_000;
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Let some more come together, so that a busy log does not wake this thread for each entry. */
    private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private sealed interface Item {
        record Entry(long index, List<Applied> commands) implements Item {}

        record Restored(long index) implements Item {}

        record Secure(long index, CompletableFuture<Void> done) implements Item {}
    }

    private final Path folder;
    private final long keepBytes;
    private final int mostWaiting;
    private final EventNews news;
    private final Counter gaps;
    private final EventJson json = new EventJson();
    private final Queue<Item> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean idle = new AtomicBoolean();
    private final Thread thread;
    private final List<StoredEvent> batch = new ArrayList<>();
    private volatile @Nullable EventHistory history;
    private volatile boolean closed;
    private volatile long lost = -1;
    private boolean broken;

    /**
     * @param folder has one folder per cluster
     * @param keepBytes what the history may take on disk
     * @param mostWaiting commands that may wait to be written
     * @param gaps counts how often the history had to begin anew
     */
    EventWriter(Path folder, long keepBytes, int mostWaiting, EventNews news, Counter gaps) {
        this.folder = folder;
        this.keepBytes = keepBytes;
        this.mostWaiting = mostWaiting;
        this.news = news;
        this.gaps = gaps;
        this.thread = Thread.ofPlatform().name("events").daemon().unstarted(this::work);
    }

    /** What can be read; null until the log was opened. */
    @Nullable EventHistory history() {
        return history;
    }

    /** The end of the cluster's name is drawn by chance, whatever kind of UUID it is. */
    private static String logName(UUID cluster) {
        return "%08x".formatted((int) cluster.getLeastSignificantBits());
    }

    @Override
    public void opening(UUID cluster) {
        try {
            history =
                    EventHistory.open(
                            logName(cluster), folder.resolve(cluster.toString()), keepBytes);
            thread.start();
        } catch (IOException e) {
            LOG.error("The history of events cannot be opened; nobody can follow it here", e);
        }
    }

    @Override
    public void applied(long index, List<Applied> commands) {
        if (history == null) {
            return;
        }
        if (waiting.get() > mostWaiting) {
            lost = index;
            return;
        }
        if (lost >= 0) {
            add(new Item.Restored(lost));
            lost = -1;
        }
        waiting.addAndGet(commands.size());
        add(new Item.Entry(index, commands));
    }

    @Override
    public void restored(long index) {
        if (history != null) {
            add(new Item.Restored(index));
        }
    }

    @Override
    public void secure(long index) {
        if (history == null) {
            return;
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        add(new Item.Secure(index, done));
        try {
            done.get(SECURE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("Events up to {} are not on the disk; a crash could leave a gap", index, e);
        }
    }

    private void add(Item item) {
        queue.add(item);
        if (idle.compareAndSet(true, false)) {
            LockSupport.unpark(thread);
        }
    }

    private void work() {
        EventHistory open = history;
        while (open != null && !closed) {
            if (queue.isEmpty()) {
                idle.set(true);
                if (queue.isEmpty()) {
                    LockSupport.parkNanos(this, IDLE_NANOS);
                }
                idle.set(false);
            } else {
                take(open);
                if (queue.isEmpty()) {
                    LockSupport.parkNanos(this, LINGER_NANOS);
                }
            }
        }
    }

    private void take(EventHistory open) {
        long covered = -1;
        for (int i = 0; i < BATCH; i++) {
            Item item = queue.poll();
            if (item == null) {
                break;
            }
            switch (item) {
                case Item.Entry entry -> {
                    collect(open, entry);
                    covered = entry.index();
                }
                case Item.Restored(long index) -> {
                    flush(open, covered);
                    covered = index;
                    reach(open, index);
                }
                case Item.Secure secure -> {
                    flush(open, covered);
                    secure(open, secure);
                }
            }
        }
        flush(open, covered);
    }

    private void collect(EventHistory open, Item.Entry entry) {
        waiting.addAndGet(-entry.commands().size());
        EventId last = batch.isEmpty() ? open.last() : batch.getLast().id();
        int position = 0;
        for (Applied applied : entry.commands()) {
            if (applied.decision() instanceof Decision.Accepted(var events)) {
                for (Event event : events) {
                    EventId id = new EventId(entry.index(), position++);
                    if (id.isAfter(last)) {
                        batch.add(json.store(open.log(), id, applied.command().at(), event));
                    }
                }
            }
        }
    }

    /** Nothing may be missing between what is kept and this entry. */
    private void reach(EventHistory open, long index) {
        if (EventId.endOf(index).isAfter(open.last())) {
            gaps.increment();
            LOG.info("Events up to {} came by a snapshot or were lost; they are gone here", index);
            restart(open, index);
        }
    }

    private void flush(EventHistory open, long covered) {
        if (broken && covered >= 0) {
            batch.clear();
            restart(open, covered);
        }
        try {
            open.append(batch);
            batch.clear();
        } catch (IOException e) {
            LOG.error("Events could not be written; the history begins anew behind them", e);
            gaps.increment();
            broken = true;
            batch.clear();
        }
        if (covered >= 0 && !broken) {
            news.reached(covered);
        }
    }

    private void restart(EventHistory open, long index) {
        try {
            open.restart(EventId.endOf(index));
            broken = false;
        } catch (IOException e) {
            LOG.error("The history of events cannot be begun anew", e);
            broken = true;
        }
    }

    /** A mark says that nothing is missing up to there, should the last entries be no events. */
    private void secure(EventHistory open, Item.Secure secure) {
        try {
            EventId end = EventId.endOf(secure.index());
            if (!broken && end.isAfter(open.last())) {
                open.append(List.of(StoredEvent.mark(end)));
            }
            open.force();
            secure.done().complete(null);
        } catch (IOException e) {
            secure.done().completeExceptionally(e);
        }
    }

    /** Writes what waits, and ends. */
    @Override
    public void close() throws IOException {
        EventHistory open = history;
        if (open == null) {
            return;
        }
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(SECURE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        take(open);
        open.close();
    }
}
