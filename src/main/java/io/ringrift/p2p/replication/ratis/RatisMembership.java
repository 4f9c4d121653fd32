package io.ringrift.p2p.replication.ratis;

import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.VoterAddress;
import io.ringrift.p2p.model.Voters;
import io.ringrift.p2p.replication.Membership;
import io.ringrift.p2p.replication.NotAcceptedException;

import org.apache.ratis.proto.RaftProtos.LeaderInfoProto;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.proto.RaftProtos.ServerRpcProto;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.server.RaftServer;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The library's configuration, read and changed. */
final class RatisMembership implements Membership {

    /** Gives the log once it is open. */
    @FunctionalInterface
    interface Source {
        RatisLog.Opened opened() throws IOException;
    }

    private final Voters configured;
    private final Source source;
    private final Transfer transfer;

    /**
     * @param configured used until the log is open
     */
    RatisMembership(Voters configured, Source source, Transfer transfer) {
        this.configured = configured;
        this.source = source;
        this.transfer = transfer;
    }

    @Override
    public List<VoterAddress> voters() {
        try {
            return peers(source.opened().division()).stream().map(RaftPeers::toVoter).toList();
        } catch (IOException notOpen) {
            return configured.all();
        }
    }

    private static List<RaftPeer> peers(RaftServer.Division division) {
        return division.getRaftConf().getCurrentPeers().stream()
                .sorted(Comparator.comparing(peer -> peer.getId().toString()))
                .toList();
    }

    @Override
    public List<VoterProgress> progress() {
        try {
            RoleInfoProto role = source.opened().division().getInfo().getRoleInfoProto();
            return role.hasLeaderInfo() ? progress(role.getLeaderInfo()) : List.of();
        } catch (IOException notOpen) {
            return List.of();
        }
    }

    private List<VoterProgress> progress(LeaderInfoProto leader) {
        List<VoterProgress> all = new ArrayList<>();
        for (ServerRpcProto follower : leader.getFollowerInfoList()) {
            String id = follower.getId().getId().toStringUtf8();
            find(new NodeId(id))
                    .ifPresent(
                            address ->
                                    all.add(
                                            new VoterProgress(
                                                    address,
                                                    Duration.ofMillis(
                                                            follower.getLastRpcElapsedTimeMs()),
                                                    -1)));
        }
        return all;
    }

    @Override
    public CompletableFuture<Void> change(List<VoterAddress> voters, Duration deadline) {
        try {
            RatisLog.Opened log = source.opened();
            return settled(
                    log.server()
                            .setConfigurationAsync(
                                    log.requests()
                                            .voters(peers(log.division()), RaftPeers.of(voters))),
                    deadline);
        } catch (IOException e) {
            return refused(e.getMessage());
        }
    }

    @Override
    public CompletableFuture<Void> transfer(@Nullable NodeId to, Duration deadline) {
        return transfer.to(to, deadline);
    }

    private static CompletableFuture<Void> settled(
            CompletableFuture<RaftClientReply> reply, Duration deadline) {
        return reply.orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
                .handle(
                        (answer, failure) -> {
                            if (failure != null) {
                                throw new NotAcceptedException(
                                        "it did not happen in time: " + failure);
                            }
                            if (!answer.isSuccess()) {
                                throw new NotAcceptedException(
                                        String.valueOf(answer.getException().getMessage()));
                            }
                            return null;
                        });
    }

    private static CompletableFuture<Void> refused(@Nullable String why) {
        return CompletableFuture.failedFuture(
                new NotAcceptedException("the log is closed: " + why));
    }
}
