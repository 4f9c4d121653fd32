package io.ringrift.p2p.replication.ratis;

import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.replication.Applied;
import io.ringrift.p2p.replication.NotAcceptedException;
import io.ringrift.p2p.replication.NotLeadingException;
import io.ringrift.p2p.replication.OutcomeUnknownException;
import io.ringrift.p2p.replication.codec.CommandCodec;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Lets concurrent commands share one log entry, and so one fsync. It never waits for company: while
 * entries are on their way to the disk, the commands that arrive make up the next one.
 */
final class GroupCommit implements AutoCloseable {

    /** An entry that would grow beyond this goes out as it is. */
    private static final int MAX_ENTRY_BYTES = 4 << 20;

    private final CommandCodec codec;
    private final int maxBatch;
    private final int maxInFlight;
    private final BlockingQueue<Batch.Waiting> queue;
    private final Semaphore inFlight;
    private final Function<Batch, CompletableFuture<?>> append;
    private final Thread worker;
    private volatile boolean closed;

    /**
     * @param append sends a batch; the future completes when its outcome is settled, never with an
     *     unhandled failure
     */
    GroupCommit(
            CommandCodec codec,
            int maxBatch,
            int maxInFlight,
            int maxWaiting,
            Function<Batch, CompletableFuture<?>> append) {
        this.codec = codec;
        this.maxBatch = maxBatch;
        this.maxInFlight = maxInFlight;
        this.queue = new LinkedBlockingQueue<>(maxWaiting);
        this.inFlight = new Semaphore(maxInFlight);
        this.append = append;
        this.worker = Thread.ofPlatform().name("group-commit").daemon().start(this::work);
    }

    /** Encodes on the caller's thread and queues. */
    CompletableFuture<Applied> submit(Command command) {
        CompletableFuture<Applied> outcome = new CompletableFuture<>();
        if (closed) {
            outcome.completeExceptionally(new NotLeadingException("this node is stopping"));
            return outcome;
        }
        Batch.Waiting waiting = new Batch.Waiting(command, codec.encode(command), outcome);
        if (!queue.offer(waiting)) {
            outcome.completeExceptionally(
                    new NotAcceptedException("too many commands are waiting for the disk"));
        } else if (closed && queue.remove(waiting)) {
            // Closing has emptied the queue already and will not look again.
            outcome.completeExceptionally(new NotLeadingException("this node is stopping"));
        }
        return outcome;
    }

    private void work() {
        List<Batch.Waiting> taken = new ArrayList<>();
        try {
            while (!closed) {
                Batch.Waiting first = queue.take();
                taken.add(first);
                inFlight.acquire();
                fill(taken, first.document().length);
                send(new Batch(taken));
                taken = new ArrayList<>();
            }
        } catch (InterruptedException e) {
            new Batch(taken).fail(new NotLeadingException("this node is stopping"));
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Waits until nothing is on its way to the disk, and lets nothing more go until {@link
     * #resume}; commands queue up meanwhile.
     *
     * @return false, and nothing is held, when it did not become quiet in time
     */
    boolean hold(Duration patience) throws InterruptedException {
        return inFlight.tryAcquire(maxInFlight, patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends a {@link #hold} that succeeded. */
    void resume() {
        inFlight.release(maxInFlight);
    }

    /** Whatever goes wrong with one batch must not end the worker. */
    private void send(Batch batch) {
        try {
            var _ = append.apply(batch).whenComplete((_, _) -> inFlight.release());
        } catch (RuntimeException e) {
            inFlight.release();
            batch.fail(new OutcomeUnknownException("the log broke on an entry", e));
        }
    }

    private void fill(List<Batch.Waiting> taken, int firstBytes) {
        int bytes = firstBytes;
        while (taken.size() < maxBatch && bytes < MAX_ENTRY_BYTES) {
            Batch.Waiting next = queue.poll();
            if (next == null) {
                return;
            }
            taken.add(next);
            bytes += next.document().length;
        }
    }

    /** Turns away what still waits; what is on its way keeps its own outcome. */
    @Override
    public void close() {
        closed = true;
        worker.interrupt();
        try {
            worker.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<Batch.Waiting> left = new ArrayList<>();
        queue.drainTo(left);
        new Batch(left).fail(new NotLeadingException("this node is stopping"));
    }
}
