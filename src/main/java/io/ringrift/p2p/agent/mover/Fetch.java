package io.ringrift.p2p.agent.mover;

import io.ringrift.p2p.agent.mover.Source.Offer;
import io.ringrift.p2p.agent.mover.SourceException.Fault;
import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.model.data.DataFile;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** Asks sources for the missing bytes of a chunk and believes nothing that can be checked. */
final class Fetch {

    /** How long a read waits before somebody looks whether that is too long. */
    static final Duration LOOK = Duration.ofMillis(200);

    /**
     * What is fetched.
     *
     * @param stopped whether nobody waits for it any more
     */
    record Order(DataFile file, Sources sources, BooleanSupplier stopped) {

        void requireWanted() throws InterruptedException {
            if (stopped.getAsBoolean()) {
                throw new InterruptedException();
            }
        }
    }

    private final Lines lines;
    private final MoverSettings settings;
    private final Pace pace;
    private final MonotonicClock clock;
    private final AtomicLong received;

    /**
     * @param received counts the bytes that came over the wire
     */
    Fetch(
            Lines lines,
            MoverSettings settings,
            Pace pace,
            MonotonicClock clock,
            AtomicLong received) {
        this.lines = lines;
        this.settings = settings;
        this.pace = pace;
        this.clock = clock;
        this.received = received;
    }

    /**
     * Fills a chunk, from whoever gives it.
     *
     * @throws MoveFailedException when no source does
     * @throws InterruptedException when nobody waits for it any more
     */
    void fill(Chunk chunk, Order order)
            throws MoveFailedException, DiskException, InterruptedException {
        Sources sources = order.sources();
        while (chunk.missing() > 0) {
            Offer offer = sources.take(order.stopped());
            long begun = clock.nanos();
            int missing = chunk.missing();
            boolean settled = false;
            try {
                ask(chunk, order, offer);
                sources.gave(offer, missing - chunk.missing(), clock.nanos() - begun);
                settled = true;
            } catch (SourceException e) {
                sources.failed(offer, missing - chunk.missing(), clock.nanos() - begun, e);
                settled = true;
            } finally {
                if (!settled) {
                    offer.source().released();
                }
            }
        }
    }

    private void ask(Chunk chunk, Order order, Offer offer)
            throws SourceException, DiskException, InterruptedException {
        Exchange exchange = new Exchange(chunk, order, offer);
        boolean whole = false;
        try {
            Head head = exchange.head();
            SourceException fault =
                    FileDoor.fault(head, order.file(), exchange.from, exchange.length);
            if (fault != null) {
                throw fault;
            }
            exchange.body();
            whole = head.keeps();
        } catch (DiskException ours) {
            throw ours;
        } catch (IOException e) {
            String said = Objects.requireNonNullElse(e.getMessage(), e.toString());
            throw new SourceException(Fault.PASSING, said, e);
        } finally {
            exchange.end(whole);
        }
    }

    /** One request and its answer. */
    private final class Exchange {

        private final Chunk chunk;
        private final Order order;
        private final Offer offer;
        private final long from;
        private final int length;
        private final Slowness slowness;
        private @Nullable Line line;
        private int got;

        Exchange(Chunk chunk, Order order, Offer offer) {
            this.chunk = chunk;
            this.order = order;
            this.offer = offer;
            this.from = chunk.missingFrom();
            this.length = chunk.missing();
            this.slowness =
                    new Slowness(
                            settings,
                            pace.bytesPerSecond(),
                            clock.nanos(),
                            () -> order.sources().hasOther(offer));
        }

        /** One that was used before may have been closed meanwhile: then another one is asked. */
        Head head() throws IOException, SourceException, InterruptedException {
            Line first = lines.take(offer.peer().url());
            line = first;
            Head.Reader reader = new Head.Reader();
            try {
                return head(first, reader);
            } catch (IOException e) {
                if (!first.isUsed() || reader.hasBegun()) {
                    throw e;
                }
            }
            Lines.close(first);
            line = lines.fresh(offer.peer().url());
            return head(line, reader);
        }

        private Head head(Line asked, Head.Reader reader)
                throws IOException, SourceException, InterruptedException {
            URI file = FileDoor.file(offer.peer(), order.file().key());
            asked.get(file, FileDoor.fields(offer.peer(), order.file().key(), from, length));
            while (true) {
                try {
                    return asked.head(reader);
                } catch (SocketTimeoutException notYet) {
                    check(notYet);
                }
            }
        }

        void body() throws IOException, SourceException, DiskException, InterruptedException {
            long source = 1L << order.sources().indexOf(offer);
            Line answering = Objects.requireNonNull(line);
            while (got < length) {
                try {
                    int most = Math.min(length - got, pace.piece());
                    int read = answering.body(chunk.bytes(), chunk.filled(), most);
                    if (read < 0) {
                        throw new EOFException("ended after %d of %d bytes".formatted(got, length));
                    }
                    got += read;
                    chunk.took(read, source);
                    order.sources().gaveBytes();
                    pace.take(read);
                    check(null);
                } catch (SocketTimeoutException notYet) {
                    check(notYet);
                }
            }
        }

        private void check(@Nullable SocketTimeoutException why)
                throws SourceException, InterruptedException {
            order.requireWanted();
            String slow = got < length ? slowness.of(got, clock.nanos()) : null;
            if (slow != null) {
                throw new SourceException(Fault.PASSING, slow, why);
            }
        }

        void end(boolean usable) {
            received.addAndGet(got);
            if (line != null && usable) {
                lines.give(offer.peer().url(), line);
            } else if (line != null) {
                Lines.close(line);
            }
        }
    }

    /** Tells an answer that is slow from one that is not. */
    private static final class Slowness {

        private final MoverSettings settings;
        private final long slowest;
        private final BooleanSupplier replaceable;
        private long windowBegan;
        private int windowBytes;
        private long lastByte;
        private int last;

        /**
         * @param replaceable whether there is another source
         */
        Slowness(MoverSettings settings, long limit, long now, BooleanSupplier replaceable) {
            this.settings = settings;
            this.replaceable = replaceable;
            long fair = limit <= 0 ? Long.MAX_VALUE : limit / (4L * settings.connections());
            this.slowest = Math.min(settings.slowest(), fair);
            this.windowBegan = now;
            this.lastByte = now;
        }

        /** What is too slow about it, if anything. */
        @Nullable String of(int received, long now) {
            if (received > last) {
                last = received;
                lastByte = now;
            }
            Duration longest = received == 0 ? settings.answer() : settings.idle();
            if (now - lastByte > longest.toNanos()) {
                return "sent nothing for " + longest.toMillis() + " ms";
            }
            long window = now - windowBegan;
            if (window < settings.patience().toNanos()) {
                return null;
            }
            double rate = (received - windowBytes) * 1e9 / window;
            windowBegan = now;
            windowBytes = received;
            return rate < slowest && replaceable.getAsBoolean()
                    ? "sends only %d bytes per second".formatted((long) rate)
                    : null;
        }
    }
}
