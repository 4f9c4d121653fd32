package io.ringrift.p2p.replication.ratis;

import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.NodeRole;
import io.ringrift.p2p.replication.Applied;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.replication.FatalFault;
import io.ringrift.p2p.replication.NotAcceptedException;
import io.ringrift.p2p.replication.OutcomeUnknownException;
import io.ringrift.p2p.replication.Picture;
import io.ringrift.p2p.replication.ReplicationProperties;
import io.ringrift.p2p.replication.Standing;
import io.ringrift.p2p.replication.codec.CommandCodec;

import org.apache.ratis.conf.Parameters;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SnapshotManagementRequest;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.apache.ratis.util.LifeCycle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** The command log of one voter. Construction is cheap; {@link #start()} opens the disk. */
public final class RatisLog implements CommandLog, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RatisLog.class);
    private static final RaftGroupId GROUP =
            RaftGroupId.valueOf(
                    UUID.nameUUIDFromBytes("ringrift-p2p".getBytes(StandardCharsets.UTF_8)));

    /**
     * Where this voter keeps its log and where it listens.
     *
     * @param id its name
     * @param folder its own folder
     * @param host address to bind and to be reached at
     * @param port Raft port, 0 for any
     */
    public record Place(NodeId id, Path folder, String host, int port) {}

    private final Place place;
    private final ReplicationProperties settings;
    private final FatalFault fatal;
    private final CommandCodec codec = new CommandCodec();
    private final ClientId client = ClientId.randomId();
    private final AtomicLong callIds = new AtomicLong();
    private final ConcurrentHashMap<Long, Batch> batches = new ConcurrentHashMap<>();
    private final List<Consumer<Applied>> listeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<Standing>> watchers = new CopyOnWriteArrayList<>();
    private final ClusterStateMachine machine;
    private final RaftPeerId peerId;
    private @Nullable RaftServer server;
    private @Nullable GroupCommit groupCommit;
    private volatile boolean closing;

    public RatisLog(Place place, ReplicationProperties settings, FatalFault fatal) {
        this.place = place;
        this.settings = settings;
        this.fatal = fatal;
        this.peerId = RaftPeerId.valueOf(place.id().value());
        this.machine =
                new ClusterStateMachine(
                        codec,
                        new Snapshots(settings.snapshotEvery(), this::purge),
                        fatal,
                        this::tellApplied,
                        this::tellStanding,
                        batches::get);
    }

    /**
     * Opens the log, replays it and takes part in elections.
     *
     * @throws IOException when the disk or the port cannot be used
     */
    public void start() throws IOException {
        RaftProperties properties =
                RatisSettings.create(settings, place.folder(), place.host(), place.port());
        RatisSettings.check(properties);
        RaftPeer self =
                RaftPeer.newBuilder()
                        .setId(peerId)
                        .setAddress(place.host() + ":" + place.port())
                        .build();
        RaftServer opened =
                RaftServer.newBuilder()
                        .setServerId(peerId)
                        .setGroup(RaftGroup.valueOf(GROUP, self))
                        .setStateMachine(machine)
                        .setProperties(properties)
                        .setParameters(new Parameters())
                        .setOption(RaftStorage.StartupOption.RECOVER)
                        .build();
        opened.start();
        server = opened;
        groupCommit =
                new GroupCommit(
                        codec,
                        settings.maxBatch(),
                        settings.maxInFlight(),
                        settings.maxWaiting(),
                        this::append);
    }

    @Override
    public CompletableFuture<Applied> submit(Command command) {
        GroupCommit commits = groupCommit;
        return commits == null
                ? CompletableFuture.failedFuture(
                        new NotAcceptedException("this node is not started yet"))
                : commits.submit(command);
    }

    private CompletableFuture<?> append(Batch batch) {
        long callId = callIds.incrementAndGet();
        batches.put(callId, batch);
        CompletableFuture<RaftClientReply> reply;
        try {
            reply = opened().submitClientRequestAsync(request(batch, callId));
        } catch (IOException e) {
            batches.remove(callId);
            batch.fail(new NotAcceptedException("the log is closed: " + e.getMessage()));
            return CompletableFuture.completedFuture(null);
        }
        return reply.orTimeout(settings.requestTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .handle(
                        (answer, failure) -> {
                            batches.remove(callId);
                            settle(batch, answer, failure);
                            return null;
                        });
    }

    private RaftClientRequest request(Batch batch, long callId) {
        return RaftClientRequest.newBuilder()
                .setClientId(client)
                .setServerId(peerId)
                .setGroupId(GROUP)
                .setCallId(callId)
                .setMessage(
                        Message.valueOf(
                                UnsafeByteOperations.unsafeWrap(codec.entry(batch.documents()))))
                .setType(RaftClientRequest.writeRequestType())
                .build();
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

    @Override
    public Picture picture() {
        return machine.picture();
    }

    @Override
    public Standing standing() {
        RaftServer running = server;
        if (running == null) {
            return new Standing(NodeRole.CANDIDATE, false, null, 0, 1);
        }
        try {
            RaftServer.Division division = running.getDivision(GROUP);
            DivisionInfo info = division.getInfo();
            RaftPeerId leader = info.getLeaderId();
            int total = division.getRaftConf().getCurrentPeers().size();
            boolean leads = info.isLeader();
            NodeRole role =
                    leads
                            ? NodeRole.LEADER
                            : info.isFollower() ? NodeRole.FOLLOWER : NodeRole.CANDIDATE;
            return new Standing(
                    role,
                    leads && machine.leaderReady(),
                    leader == null ? null : new NodeId(leader.toString()),
                    info.isAlive() ? total == 1 ? 1 : leader == null ? 1 : total : 0,
                    total);
        } catch (IOException e) {
            LOG.debug("standing asked while the log opens or closes", e);
            return new Standing(NodeRole.CANDIDATE, false, null, 0, 1);
        }
    }

    @Override
    public void onApplied(Consumer<Applied> listener) {
        listeners.add(listener);
    }

    @Override
    public void onStandingChanged(Consumer<Standing> listener) {
        watchers.add(listener);
    }

    private void tellApplied(Applied applied) {
        for (Consumer<Applied> listener : listeners) {
            listener.accept(applied);
        }
    }

    private void tellStanding() {
        Thread.startVirtualThread(
                () -> {
                    Standing now = standing();
                    watchers.forEach(watcher -> watcher.accept(now));
                });
    }

    /** Tells Ratis that a snapshot exists, so that it drops the log up to it. */
    private void purge() {
        try {
            var _ =
                    opened().snapshotManagementAsync(
                                    SnapshotManagementRequest.newCreate(
                                            client,
                                            peerId,
                                            GROUP,
                                            callIds.incrementAndGet(),
                                            TimeUnit.SECONDS.toMillis(30),
                                            1))
                            .exceptionally(
                                    e -> {
                                        LOG.warn("log not purged after a snapshot", e);
                                        return null;
                                    });
        } catch (IOException e) {
            LOG.warn("log not purged after a snapshot", e);
        }
    }

    /** Whether the voter works; false once Ratis has closed itself. */
    public boolean isAlive() {
        RaftServer running = server;
        return running != null && running.getLifeCycleState() == LifeCycle.State.RUNNING;
    }

    /** Whether this object was asked to close. */
    public boolean isClosing() {
        return closing;
    }

    FatalFault fatal() {
        return fatal;
    }

    private RaftServer opened() throws IOException {
        RaftServer running = server;
        if (running == null) {
            throw new IOException("not started");
        }
        return running;
    }

    @Override
    public void close() throws IOException {
        closing = true;
        if (groupCommit != null) {
            groupCommit.close();
        }
        if (server != null) {
            server.close();
        }
    }
}
