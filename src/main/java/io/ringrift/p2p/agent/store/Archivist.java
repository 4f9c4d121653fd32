package io.ringrift.p2p.agent.store;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.ringrift.p2p.agent.data.DepotShelf;
import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Brings the files of this node into the bucket, and what is in the bucket into the node's
 * manifest, round after round. What a round does not do, the next one finds again.
 */
final class Archivist {

    private static final Logger LOG = LoggerFactory.getLogger(Archivist.class);

    /** Between two looks at the disk for what has come; the bucket is listed less often. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** What could not be sent is left alone for so long. */
    private static final Duration REST = Duration.ofSeconds(30);

    private static final int MOST_FAULTS = 3;

    private final Bucket bucket;
    private final DepotShelf shelf;
    private final String prefix;
    private final Duration scanInterval;
    private final Counter sent;
    private final Counter failures;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Set<DataKey> tooLong = new HashSet<>();
    private final Map<DataKey, Long> resting = new HashMap<>();
    private final MonotonicClock clock;
    private long nextListing;
    private @Nullable String trouble;
    private @Nullable Thread thread;

    Archivist(
            Bucket bucket,
            DepotShelf shelf,
            String prefix,
            Duration scanInterval,
            MonotonicClock clock,
            MeterRegistry meters) {
        this.bucket = bucket;
        this.shelf = shelf;
        this.prefix = prefix;
        this.scanInterval = scanInterval;
        this.clock = clock;
        this.nextListing = clock.nanos();
        this.sent = meters.counter("ringrift.p2p.store.sent");
        this.failures = meters.counter("ringrift.p2p.store.failures");
        meters.gauge("ringrift.p2p.store.files", shelf, self -> self.stored().size());
    }

    void start() {
        thread = Thread.ofPlatform().daemon().name("agent-store").start(this::run);
    }

    private void run() {
        try {
            do {
                round();
            } while (!ended.await(
                    Math.min(LOOK.toMillis(), scanInterval.toMillis()), TimeUnit.MILLISECONDS));
        } catch (InterruptedException ending) {
            LOG.debug("The store is looked after no more.");
        }
    }

    void round() {
        try {
            if (clock.nanos() - nextListing >= 0) {
                list();
                nextListing = clock.nanos() + scanInterval.toNanos();
            }
            if (sendAll()) {
                told(null);
            }
        } catch (IOException | RuntimeException e) {
            failed(e);
        }
    }

    /** One file that cannot be sent must not hold the others up; a store that is away must. */
    private boolean sendAll() {
        int faults = 0;
        resting.values().removeIf(until -> clock.nanos() - until >= 0);
        for (DataFile file : shelf.local()) {
            if (ended.getCount() == 0 || faults == MOST_FAULTS) {
                break;
            }
            if (!resting.containsKey(file.key())) {
                try {
                    send(file);
                } catch (IOException | RuntimeException e) {
                    faults++;
                    resting.put(file.key(), clock.nanos() + REST.toNanos());
                    failed(e);
                }
            }
        }
        return faults == 0 && resting.isEmpty();
    }

    private void failed(Exception e) {
        failures.increment();
        told(e);
    }

    private void list() throws IOException {
        Map<DataKey, Long> there = bucket.list();
        Set<DataKey> known = new HashSet<>();
        for (DataFile file : shelf.stored()) {
            known.add(file.key());
            if (!there.containsKey(file.key())) {
                LOG.warn("{} is in the store no more.", file.key());
                shelf.lost(file.key());
            }
        }
        for (Map.Entry<DataKey, Long> one : there.entrySet()) {
            if (!known.contains(one.getKey())) {
                shelf.found(bucket.describe(one.getKey(), one.getValue()));
            }
        }
        shelf.save();
    }

    private void send(DataFile file) throws IOException {
        if (!ObjectName.fits(prefix, file.key())) {
            if (tooLong.add(file.key())) {
                LOG.warn("{} stays on the disk: its name is too long for the store.", file.key());
            }
            return;
        }
        try (FileChannel channel = shelf.open(file)) {
            bucket.put(file, channel);
        } catch (NoSuchFileException gone) {
            LOG.debug("{} went before it was sent", file.key());
            return;
        }
        shelf.moved(file);
        sent.increment();
    }

    private void told(@Nullable Exception now) {
        String text = now == null ? null : now.toString();
        if (text != null && !text.equals(trouble)) {
            LOG.warn("The store cannot be used, which is tried again: {}", text);
        } else if (text == null && trouble != null) {
            LOG.info("The store can be used again.");
        }
        trouble = text;
    }

    void close() throws InterruptedException {
        ended.countDown();
        if (thread != null) {
            thread.join(Duration.ofSeconds(5));
        }
    }
}
