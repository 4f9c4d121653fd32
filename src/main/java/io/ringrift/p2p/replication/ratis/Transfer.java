package io.ringrift.p2p.replication.ratis;

import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.replication.NotAcceptedException;

import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftPeerId;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Hands leadership over without a race. The library gives up when an entry is appended between its
 * look at the log and its word to the successor; it then answers with a failure, refuses all
 * writes, and hands over all the same some heartbeats later. So nothing is appended meanwhile: what
 * arrives waits, and goes to the successor.
 */
final class Transfer {

    /** An append takes milliseconds; a disk that needs longer hands over with the race. */
    private static final Duration QUIET = Duration.ofMillis(500);

    private static final long LOOK_MILLIS = 5;

    /** The library waits its own deadline first, and its answer says more than ours. */
    private static final long MARGIN_MILLIS = 1_000;

    private final RatisMembership.Source log;
    private final Supplier<@Nullable GroupCommit> commits;
    private final CountDownLatch never = new CountDownLatch(1);

    Transfer(RatisMembership.Source log, Supplier<@Nullable GroupCommit> commits) {
        this.log = log;
        this.commits = commits;
    }

    /** As {@link io.ringrift.p2p.replication.Membership#transfer}. */
    CompletableFuture<Void> to(@Nullable NodeId to, Duration deadline) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread.startVirtualThread(
                () -> {
                    try {
                        quietly(to, deadline);
                        done.complete(null);
                    } catch (RuntimeException e) {
                        done.completeExceptionally(e);
                    } catch (InterruptedException e) {
                        done.completeExceptionally(new NotAcceptedException("interrupted: " + e));
                    }
                });
        return done;
    }

    private void quietly(@Nullable NodeId to, Duration deadline) throws InterruptedException {
        GroupCommit writes = commits.get();
        boolean held = writes != null && writes.hold(QUIET);
        try {
            String failure = ask(to, deadline);
            if (failure != null && !happens(to, deadline)) {
                throw new NotAcceptedException(failure);
            }
        } finally {
            if (held) {
                writes.resume();
            }
        }
    }

    /** What the library has against it, or null when it is done. */
    private @Nullable String ask(@Nullable NodeId to, Duration deadline)
            throws InterruptedException {
        try {
            RatisLog.Opened opened = log.opened();
            RaftClientReply answer =
                    opened.server()
                            .transferLeadershipAsync(opened.requests().transfer(to, deadline))
                            .get(deadline.toMillis() + MARGIN_MILLIS, TimeUnit.MILLISECONDS);
            return answer.isSuccess() ? null : String.valueOf(answer.getException().getMessage());
        } catch (IOException e) {
            return "the log is closed: " + e.getMessage();
        } catch (ExecutionException | TimeoutException e) {
            return "it did not happen in time: " + e;
        }
    }

    /** Whether another voter leads in the end, whatever the library said. */
    private boolean happens(@Nullable NodeId to, Duration deadline) throws InterruptedException {
        for (long left = deadline.toMillis(); left > 0; left -= LOOK_MILLIS) {
            try {
                var division = log.opened().division();
                RaftPeerId leader = division.getInfo().getLeaderId();
                boolean moved =
                        leader != null
                                && (to == null
                                        ? !leader.equals(division.getId())
                                        : leader.toString().equals(to.value()));
                if (moved) {
                    return true;
                }
            } catch (IOException e) {
                return false;
            }
            boolean _ = never.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
        return false;
    }
}
