package io.ringrift.p2p.replication.ratis;

import io.ringrift.p2p.replication.NotLeadingException;
import io.ringrift.p2p.replication.OutcomeUnknownException;
import io.ringrift.p2p.replication.codec.CommandCodec;

import org.apache.ratis.protocol.RaftClientReply;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Hands batches to the library and tells their callers what became of them. */
final class BatchAppender {

    private final CommandCodec codec;
    private final Duration deadline;
    private final RatisMembership.Source log;
    private final ConcurrentHashMap<Long, Batch> batches = new ConcurrentHashMap<>();

    /**
     * @param deadline after which the outcome of an append is unknown
     */
    BatchAppender(CommandCodec codec, Duration deadline, RatisMembership.Source log) {
        this.codec = codec;
        this.deadline = deadline;
        this.log = log;
    }

    /** The batch on its way under this call number, or null. */
    @Nullable Batch find(long callId) {
        return batches.get(callId);
    }

    /** Sends a batch; the future completes when its outcome is settled, never with a failure. */
    CompletableFuture<?> append(Batch batch) {
        long callId = 0;
        CompletableFuture<RaftClientReply> reply;
        try {
            RatisLog.Opened opened = log.opened();
            callId = opened.requests().nextCall();
            batches.put(callId, batch);
            reply =
                    opened.server()
                            .submitClientRequestAsync(
                                    opened.requests()
                                            .write(codec.entry(batch.documents()), callId));
        } catch (IOException e) {
            batches.remove(callId);
            batch.fail(new NotLeadingException("the log is closed: " + e.getMessage()));
            return CompletableFuture.completedFuture(null);
        }
        long call = callId;
        return reply.orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
                .handle(
                        (answer, failure) -> {
                            batches.remove(call);
                            settle(batch, answer, failure);
                            return null;
                        });
    }

    private static void settle(
            Batch batch, @Nullable RaftClientReply answer, @Nullable Throwable failure) {
        if (failure != null) {
            batch.fail(new OutcomeUnknownException("no answer from the log", failure));
        } else if (answer == null || !answer.isSuccess()) {
            Throwable why = answer == null ? null : answer.getException();
            batch.fail(Refusals.of(why, batch.mayBeInLog()));
        } else if (!batch.complete()) {
            batch.fail(
                    new OutcomeUnknownException(
                            "acknowledged but not applied here",
                            new IllegalStateException("leader changed")));
        }
    }
}
