package io.ringrift.p2p.agent.data;

import io.micrometer.core.instrument.MeterRegistry;
import io.ringrift.p2p.agent.process.Niceness;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.wire.ManifestChange;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Looks after the data of this node, on one thread of low priority: everything that reads whole
 * files happens there, one thing after the other, and nothing waits for it.
 */
public final class DataKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(DataKeeper.class);

    /** A look may take a twentieth of the time at most. */
    private static final int REST = 20;

    /** Of the thread, from 0 (as all others) to 19. */
    private static final int NICENESS = 15;

    private static final long SOONEST_MILLIS = 100;

    /** How long the rest of what broke off may take, sent to this node or fetched by it. */
    private static final Duration KEEP_PARTS = Duration.ofDays(1);

    private static final Duration DROP_EVERY = Duration.ofHours(1);

    private final DataFolders folders;
    private final Set<DataKind> kinds;
    private final Manifest manifest;
    private final Unsent unsent;
    private final IndexFile index;
    private final Scan scan;
    private final Publisher publisher;
    private final Released released;
    private final DataProperties properties;
    private final MonotonicClock clock;
    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final AtomicBoolean wakes = new AtomicBoolean();
    private final AtomicBoolean deletes = new AtomicBoolean();
    private volatile boolean ended;
    private volatile Scan.Report latest = new Scan.Report(0, 0, 0, Map.of(), 0);
    private long nextLook;
    private long nextSave;
    private long nextDrop;
    private @Nullable String trouble;
    private @Nullable Thread thread;

    DataKeeper(
            DataFolders folders,
            Set<DataKind> kinds,
            Manifest manifest,
            Unsent unsent,
            IndexFile index,
            Scan scan,
            Publisher publisher,
            Released released,
            DataProperties properties,
            MonotonicClock clock,
            MeterRegistry meters) {
        this.folders = folders;
        this.kinds = Set.copyOf(kinds);
        this.manifest = manifest;
        this.unsent = unsent;
        this.index = index;
        this.scan = scan;
        this.publisher = publisher;
        this.released = released;
        this.properties = properties;
        this.clock = clock;
        this.nextSave = clock.nanos();
        this.nextDrop = clock.nanos();
        meters.gauge("ringrift.p2p.data.files", manifest, Manifest::count);
        meters.gauge("ringrift.p2p.data.bytes", manifest, Manifest::bytes);
        meters.gauge("ringrift.p2p.data.refused", this, self -> self.latest.refusals());
    }

    /**
     * Makes the folders and begins.
     *
     * @throws IOException when the folders cannot be made
     */
    public void open() throws IOException {
        folders.open(kinds);
        thread = Thread.ofPlatform().daemon().name("agent-data").start(this::run);
    }

    private void run() {
        if (!Niceness.lower(NICENESS)) {
            LOG.debug("Taking digests cannot be made to step back on this machine.");
        }
        try {
            // What is known from before is believed once a look has found it unchanged.
            index.read(manifest::put);
            look();
            while (!ended) {
                long left = nextLook - clock.nanos();
                Runnable task = left <= 0 ? null : tasks.poll(left, TimeUnit.NANOSECONDS);
                if (task == null) {
                    look();
                } else {
                    task.run();
                }
            }
            saveIf(true);
        } catch (IOException e) {
            LOG.error("The folders of this node cannot be used; nothing of its data is seen.", e);
        } catch (InterruptedException ending) {
            LOG.debug("The data is looked after no more.");
        }
    }

    /** Does something on the thread that may read whole files. */
    void later(Runnable task) {
        tasks.add(
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException e) {
                        LOG.error("Something about the data of this node broke.", e);
                    }
                });
    }

    /** Something may have come: looks soon. */
    public void wake() {
        if (wakes.compareAndSet(false, true)) {
            later(this::look);
        }
    }

    /** Whether a long task should break off. */
    boolean hasEnded() {
        return ended;
    }

    /** What the last look found. */
    Scan.Report latest() {
        return latest;
    }

    /**
     * Takes note of a result that counts, before its attempt is forgotten.
     *
     * @throws IOException when that cannot be written down
     */
    public void accepted(JobId job, int attempt, JobSpec spec) throws IOException {
        if (spec.type() == JobType.SYNC) {
            wake();
        } else {
            publisher.accepted(job, attempt, spec.configKey());
            later(() -> publisher.round(this::hasEnded));
        }
    }

    private void look() {
        wakes.set(false);
        long begun = clock.nanos();
        long least = properties.scanInterval().toMillis();
        try {
            publisher.round(this::hasEnded);
            latest = scan.look(unsent::ready, this::hasEnded);
            saveIf(false);
            // After the look: it may still need what was left beside a file long ago.
            dropLeftovers();
            told(null);
        } catch (IOException | RuntimeException e) {
            told(e);
        }
        long took = TimeUnit.NANOSECONDS.toMillis(clock.nanos() - begun);
        long pause =
                latest.waiting() > 0
                        ? Math.clamp(properties.settle().toMillis(), SOONEST_MILLIS, least)
                        : Math.max(least, took * REST);
        nextLook = clock.nanos() + TimeUnit.MILLISECONDS.toNanos(pause);
    }

    private void dropLeftovers() throws IOException {
        if (clock.nanos() - nextDrop < 0) {
            return;
        }
        nextDrop = clock.nanos() + DROP_EVERY.toNanos();
        Instant limit = scan.now().minus(KEEP_PARTS);
        for (String ending : List.of(".put", ".part", ".journal")) {
            folders.dropOlder(DataFolders.INCOMING, ending, limit);
        }
        folders.dropOlder(DataFolders.FACTS, "", limit);
    }

    /** The more there is to write, the less often: it may take a twentieth of the time. */
    private void saveIf(boolean atOnce) throws IOException {
        long begun = clock.nanos();
        if (scan.isUnsaved() && (atOnce || begun - nextSave >= 0)) {
            scan.save();
            nextSave = clock.nanos() + (clock.nanos() - begun) * REST;
        }
    }

    private synchronized void told(@Nullable Exception now) {
        String text = now == null ? null : now.toString();
        if (text != null && !text.equals(trouble)) {
            LOG.warn(
                    "The folders below {} cannot be looked through; that is tried again.",
                    folders.path(),
                    now);
        }
        trouble = text;
    }

    /** The cluster's answer to a change. */
    public boolean answered(ManifestChange change, long known) {
        boolean taken = unsent.answered(change, known);
        if (!taken) {
            manifest.tellAnew();
        }
        return taken;
    }

    /** What the cluster does not know yet. */
    public Unsent unsent() {
        return unsent;
    }

    /** The cluster says what it knows; another version than it was told makes everything new. */
    public void known(long version) {
        if (unsent.isReady() && version != unsent.base()) {
            LOG.info(
                    "The cluster knows version {} of this node's manifest instead of {}: it is told"
                            + " everything.",
                    version,
                    unsent.base());
            manifest.tellAnew();
        }
    }

    /** The cluster lets these copies go; asked again before that is done, nothing new happens. */
    public void release(List<DataKey> files) {
        if (unsent.isReady() && deletes.compareAndSet(false, true)) {
            later(
                    () -> {
                        try {
                            released.delete(files);
                        } finally {
                            deletes.set(false);
                        }
                    });
        }
    }

    /** Ends what is under way, soon. */
    public void close() throws InterruptedException {
        ended = true;
        tasks.add(() -> {});
        if (thread != null) {
            thread.join(Duration.ofSeconds(5));
        }
    }
}
