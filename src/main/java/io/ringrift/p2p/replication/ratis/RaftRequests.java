package io.ringrift.p2p.replication.ratis;

import io.ringrift.p2p.model.NodeId;

import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.protocol.SnapshotManagementRequest;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What this process asks of the library's server inside it, each request with a number. */
final class RaftRequests {

    private final ClientId client = ClientId.randomId();
    private final AtomicLong calls = new AtomicLong();
    private final RaftPeerId self;
    private final RaftGroupId group;

    RaftRequests(RaftPeerId self, RaftGroupId group) {
        this.self = self;
        this.group = group;
    }

    RaftGroupId group() {
        return group;
    }

    long nextCall() {
        return calls.incrementAndGet();
    }

    /** Append an entry. */
    RaftClientRequest write(byte[] entry, long call) {
        return request(
                RaftClientRequest.writeRequestType(),
                Message.valueOf(UnsafeByteOperations.unsafeWrap(entry)),
                call);
    }

    /** Wait until this server has applied what the leader has committed. */
    RaftClientRequest read() {
        return request(RaftClientRequest.readRequestType(), Message.EMPTY, nextCall());
    }

    private RaftClientRequest request(RaftClientRequest.Type type, Message message, long call) {
        return RaftClientRequest.newBuilder()
                .setClientId(client)
                .setServerId(self)
                .setGroupId(group)
                .setCallId(call)
                .setMessage(message)
                .setType(type)
                .build();
    }

    SnapshotManagementRequest snapshotTaken() {
        return SnapshotManagementRequest.newCreate(
                client, self, group, nextCall(), TimeUnit.SECONDS.toMillis(30), 1);
    }

    TransferLeadershipRequest transfer(@Nullable NodeId to, Duration deadline) {
        return new TransferLeadershipRequest(
                client,
                self,
                group,
                nextCall(),
                to == null ? null : RaftPeerId.valueOf(to.value()),
                deadline.toMillis());
    }

    /** Refused by the server unless the voters before are still the given ones. */
    SetConfigurationRequest voters(List<RaftPeer> before, List<RaftPeer> after) {
        return new SetConfigurationRequest(
                client,
                self,
                group,
                nextCall(),
                SetConfigurationRequest.Arguments.newBuilder()
                        .setServersInCurrentConf(before)
                        .setServersInNewConf(after)
                        .setMode(SetConfigurationRequest.Mode.COMPARE_AND_SET)
                        .build());
    }
}
