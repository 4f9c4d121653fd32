package io.ringrift.p2p.web;

import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.VoterAddress;
import io.ringrift.p2p.replication.Membership;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Voters that a test names; changes are taken as they come. */
public final class StubMembership implements Membership {

    public volatile List<VoterAddress> voters;
    public volatile @Nullable NodeId transferredTo;
    public volatile @Nullable RuntimeException trouble;

    public StubMembership(VoterAddress... voters) {
        this.voters = List.of(voters);
    }

    @Override
    public List<VoterAddress> voters() {
        return voters;
    }

    @Override
    public List<VoterProgress> progress() {
        return voters.stream().map(one -> new VoterProgress(one, Duration.ZERO, -1)).toList();
    }

    @Override
    public CompletableFuture<Void> change(List<VoterAddress> next, Duration deadline) {
        RuntimeException why = trouble;
        if (why != null) {
            return CompletableFuture.failedFuture(why);
        }
        voters = next;
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> transfer(@Nullable NodeId to, Duration deadline) {
        RuntimeException why = trouble;
        transferredTo = to;
        return why == null
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(why);
    }
}
