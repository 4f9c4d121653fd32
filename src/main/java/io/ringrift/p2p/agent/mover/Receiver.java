package io.ringrift.p2p.agent.mover;

import io.ringrift.p2p.agent.mover.SourceException.Fault;

import org.jspecify.annotations.Nullable;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

/**
 * Takes the body of one answer into a chunk, exactly as many bytes as were asked for. Once
 * abandoned it takes nothing more, so that a late byte of a source that was left never reaches the
 * file.
 */
final class Receiver implements BodySubscriber<Void> {

    private final Chunk chunk;
    private final long source;
    private final int length;
    private final Pace pace;
    private final Runnable onBytes;
    private final CompletableFuture<Void> body = new CompletableFuture<>();
    private @Nullable Subscription subscription;
    private boolean done;
    private int received;

    /**
     * @param length bytes that must come
     * @param source the bit of the source
     */
    Receiver(Chunk chunk, int length, long source, Pace pace, Runnable onBytes) {
        this.chunk = chunk;
        this.length = length;
        this.source = source;
        this.pace = pace;
        this.onBytes = onBytes;
    }

    @Override
    public CompletionStage<Void> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Subscription given) {
        synchronized (this) {
            subscription = given;
        }
        given.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> item) {
        long size = item.stream().mapToLong(ByteBuffer::remaining).sum();
        take(item);
        onBytes.run();
        pace.take(size);
        Subscription given;
        synchronized (this) {
            given = done ? null : subscription;
        }
        if (given != null) {
            given.request(1);
        }
    }

    private synchronized void take(List<ByteBuffer> item) {
        for (ByteBuffer bytes : item) {
            if (done) {
                return;
            }
            if (bytes.remaining() > length - received) {
                fail(new SourceException(Fault.LIES, "sends more than it was asked for"));
                return;
            }
            received += bytes.remaining();
            try {
                chunk.take(bytes, source);
            } catch (DiskException e) {
                fail(e);
            }
        }
    }

    private void fail(Exception why) {
        done = true;
        body.completeExceptionally(why);
        if (subscription != null) {
            subscription.cancel();
        }
    }

    @Override
    public synchronized void onError(Throwable why) {
        done = true;
        body.completeExceptionally(why);
    }

    @Override
    public synchronized void onComplete() {
        done = true;
        if (received < length) {
            body.completeExceptionally(
                    new SourceException(
                            Fault.PASSING,
                            "ended after %d of %d bytes".formatted(received, length)));
        } else {
            body.complete(null);
        }
    }

    synchronized void abandon() {
        done = true;
    }

    synchronized int received() {
        return received;
    }
}
