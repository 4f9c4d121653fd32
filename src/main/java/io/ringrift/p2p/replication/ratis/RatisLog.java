package io.ringrift.p2p.replication.ratis;

import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.NodeRole;
import io.ringrift.p2p.replication.Applied;
import io.ringrift.p2p.replication.CannotOpenLogException;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.replication.DiskFullException;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** The command log of one voter. Construction is cheap; {@link #start()} opens the disk. */
public final class RatisLog implements CommandLog, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RatisLog.class);
    static final RaftGroupId GROUP =
            RaftGroupId.valueOf(
                    UUID.nameUUIDFromBytes("ringrift-p2p".getBytes(StandardCharsets.UTF_8)));

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

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
    private final FreeSpace space;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable RaftServer server;
    private volatile @Nullable GroupCommit groupCommit;

    public RatisLog(
            Place place, ReplicationProperties settings, FatalFault fatal, MonotonicClock clock) {
        this(place, settings, fatal, clock, () -> freeBytes(place.folder()));
    }

    /**
     * @param freeBytes measures the disk of the folder
     */
    RatisLog(
            Place place,
            ReplicationProperties settings,
            FatalFault fatal,
            MonotonicClock clock,
            FreeSpace.Probe freeBytes) {
        this.place = place;
        this.space = new FreeSpace(freeBytes, settings.minFreeSpace().toBytes(), clock);
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
                        this::shutDown,
                        batches::get);
    }

    /**
     * Opens the log, replays it and takes part in elections.
     *
     * @throws CannotOpenLogException when the disk or the port cannot be used, in one sentence
     */
    public void start() throws IOException {
        requireFreePort();
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
        open(opened);
        groupCommit =
                new GroupCommit(
                        codec,
                        settings.maxBatch(),
                        settings.maxInFlight(),
                        settings.maxWaiting(),
                        this::append);
    }

    /** A log that cannot be read is refused in one sentence, and nothing of it stays open. */
    private void open(RaftServer opening) throws IOException {
        try {
            opening.start();
        } catch (IOException | RuntimeException e) {
            closing.countDown();
            opening.close();
            throw new CannotOpenLogException(reason(e), e);
        }
        server = opening;
        Thread.ofPlatform().name("log-watch").daemon().start(this::watch);
    }

    /** Asked first, because the library ends the process when it cannot listen. */
    private void requireFreePort() throws CannotOpenLogException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(place.host(), place.port()));
        } catch (IOException e) {
            throw new CannotOpenLogException(
                    "The Raft port %d of %s cannot be used: %s."
                            .formatted(place.port(), place.host(), e.getMessage()),
                    e);
        }
    }

    private String reason(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return "The log in %s cannot be opened: %s."
                .formatted(place.folder(), cause.getMessage() == null ? cause : cause.getMessage());
    }

    @Override
    public CompletableFuture<Applied> submit(Command command) {
        GroupCommit commits = groupCommit;
        if (commits == null) {
            return CompletableFuture.failedFuture(
                    new NotAcceptedException("this node is not started yet"));
        }
        // Only new work is refused: what runs must still be recorded, and what ends frees space.
        DiskFullException full = command instanceof Command.SubmitJob ? space.refusal() : null;
        return full == null ? commits.submit(command) : CompletableFuture.failedFuture(full);
    }

    private static long freeBytes(Path folder) throws IOException {
        return Files.getFileStore(folder).getUsableSpace();
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
            try {
                listener.accept(applied);
            } catch (RuntimeException e) {
                // It only misses a hint; let through, it would stop the log for all.
                LOG.error("A listener failed on {}", applied, e);
            }
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

    /**
     * Ratis closes itself after a long pause of the process or a fault of its own; a process that
     * goes on answering without its log is worse than one that ends and starts again.
     */
    private void shutDown() {
        if (closing.getCount() > 0) {
            fatal.halt("the log closed itself after a long pause or a fault");
        }
    }

    /** Some of those ends are told to nobody. */
    private void watch() {
        try {
            while (!closing.await(1, TimeUnit.SECONDS)) {
                if (!isAlive()) {
                    shutDown();
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the voter works; false once Ratis has closed itself. */
    private boolean isAlive() {
        try {
            return opened().getDivision(GROUP).getInfo().isAlive();
        } catch (IOException e) {
            return false;
        }
    }

    RaftServer opened() throws IOException {
        RaftServer running = server;
        if (running == null) {
            throw new IOException("not started");
        }
        return running;
    }

    /** Does not wait for ever: what the disk holds is whole also when the library hangs. */
    @Override
    public void close() {
        closing.countDown();
        GroupCommit commits = groupCommit;
        if (commits != null) {
            commits.close();
        }
        RaftServer running = server;
        if (running != null) {
            Thread closer =
                    Thread.ofPlatform().name("log-close").daemon().start(() -> end(running));
            try {
                if (!closer.join(CLOSE_PATIENCE)) {
                    LOG.warn("The log did not close within {}; it is left behind", CLOSE_PATIENCE);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void end(RaftServer running) {
        try {
            running.close();
        } catch (IOException e) {
            LOG.warn("The log did not close cleanly; it recovers at the next start", e);
        }
    }
}
