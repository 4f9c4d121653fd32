package io.ringrift.p2p.agent.mover;

import io.ringrift.p2p.agent.mover.Source.Offer;
import io.ringrift.p2p.agent.mover.SourceException.Fault;
import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.model.data.DataFile;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** Asks sources for the missing bytes of a chunk and believes nothing that can be checked. */
final class Fetch {

    private static final long LOOK_MILLIS = 200;

    private final HttpClient http;
    private final MoverSettings settings;
    private final Pace pace;
    private final MonotonicClock clock;
    private final AtomicLong received;

    /**
     * @param received counts the bytes that came over the wire
     */
    Fetch(
            HttpClient http,
            MoverSettings settings,
            Pace pace,
            MonotonicClock clock,
            AtomicLong received) {
        this.http = http;
        this.settings = settings;
        this.pace = pace;
        this.clock = clock;
        this.received = received;
    }

    /**
     * Fills a chunk, from whoever gives it.
     *
     * @throws MoveFailedException when no source does
     */
    void fill(Chunk chunk, DataFile file, Sources sources)
            throws MoveFailedException, DiskException, InterruptedException {
        while (chunk.missing() > 0) {
            Offer offer = sources.take();
            long begun = clock.nanos();
            boolean settled = false;
            try {
                ask(chunk, file, offer, sources);
                sources.gave(offer, clock.nanos() - begun);
                settled = true;
            } catch (SourceException e) {
                sources.failed(offer, clock.nanos() - begun, e);
                settled = true;
            } finally {
                if (!settled) {
                    offer.source().released();
                }
            }
        }
    }

    private void ask(Chunk chunk, DataFile file, Offer offer, Sources sources)
            throws SourceException, DiskException, InterruptedException {
        long from = chunk.missingFrom();
        int length = chunk.missing();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(FileDoor.file(offer.peer(), file.key()))
                        .timeout(settings.answer())
                        .header("If-Match", FileDoor.tag(file.key()))
                        .header("Range", "bytes=%d-%d".formatted(from, from + length - 1));
        FileDoor.letIn(request, offer.peer());
        Receiver receiver =
                new Receiver(chunk, length, 1L << sources.indexOf(offer), pace, sources::gaveBytes);
        CompletableFuture<HttpResponse<Void>> answer =
                http.sendAsync(request.build(), info -> judged(info, file, from, length, receiver));
        try {
            watch(answer, receiver, offer, sources);
        } finally {
            receiver.abandon();
            answer.cancel(true);
            received.addAndGet(receiver.received());
        }
    }

    private BodySubscriber<Void> judged(
            ResponseInfo info, DataFile file, long from, int length, Receiver receiver) {
        SourceException fault = FileDoor.fault(info, file, from, length);
        return fault == null ? receiver : new NoBody(fault);
    }

    private void watch(
            CompletableFuture<HttpResponse<Void>> answer,
            Receiver receiver,
            Offer offer,
            Sources sources)
            throws SourceException, DiskException, InterruptedException {
        Slowness slowness = new Slowness(settings, pace.bytesPerSecond(), clock.nanos());
        while (true) {
            try {
                HttpResponse<Void> _ = answer.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException stillComing) {
                String slow =
                        slowness.of(receiver.received(), clock.nanos(), sources.hasOther(offer));
                if (slow != null) {
                    throw new SourceException(Fault.PASSING, slow, stillComing);
                }
            } catch (ExecutionException e) {
                throw reason(e);
            }
        }
    }

    private static SourceException reason(ExecutionException e) throws DiskException {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case SourceException said -> {
                    return said;
                }
                case DiskException disk -> throw disk;
                case Error broken -> throw broken;
                default -> {}
            }
        }
        Throwable cause = e.getCause();
        return new SourceException(Fault.PASSING, String.valueOf(cause), cause);
    }

    static HttpClient client(MoverSettings settings) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.connect())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** Tells an answer that is slow from one that is not. */
    private static final class Slowness {

        private final MoverSettings settings;
        private final long slowest;
        private long windowBegan;
        private int windowBytes;
        private long lastByte;
        private int last;

        Slowness(MoverSettings settings, long limit, long now) {
            this.settings = settings;
            long fair = limit <= 0 ? Long.MAX_VALUE : limit / (4L * settings.connections());
            this.slowest = Math.min(settings.slowest(), fair);
            this.windowBegan = now;
            this.lastByte = now;
        }

        @org.jspecify.annotations.Nullable
        String of(int received, long now, boolean replaceable) {
            if (received > last) {
                last = received;
                lastByte = now;
            }
            if (now - lastByte > settings.idle().plus(waitForHead(received)).toNanos()) {
                return "sent nothing for " + settings.idle().toMillis() + " ms";
            }
            long window = now - windowBegan;
            if (window < settings.patience().toNanos()) {
                return null;
            }
            double rate = (received - windowBytes) * 1e9 / window;
            windowBegan = now;
            windowBytes = received;
            return replaceable && rate < slowest
                    ? "sends only %d bytes per second".formatted((long) rate)
                    : null;
        }

        /** Before the first byte the request has a limit of its own. */
        private Duration waitForHead(int received) {
            return received == 0 ? settings.answer() : Duration.ZERO;
        }
    }
}
