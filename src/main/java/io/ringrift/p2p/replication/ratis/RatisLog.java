package io.ringrift.p2p.replication.ratis;

import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.VoterAddress;
import io.ringrift.p2p.model.Voters;
import io.ringrift.p2p.replication.Applied;
import io.ringrift.p2p.replication.CannotOpenLogException;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.replication.DiskFullException;
import io.ringrift.p2p.replication.FatalFault;
import io.ringrift.p2p.replication.LogFollower;
import io.ringrift.p2p.replication.Membership;
import io.ringrift.p2p.replication.NotAcceptedException;
import io.ringrift.p2p.replication.NotLeadingException;
import io.ringrift.p2p.replication.Picture;
import io.ringrift.p2p.replication.ReplicationProperties;
import io.ringrift.p2p.replication.Standing;
import io.ringrift.p2p.replication.codec.CommandCodec;

import org.apache.ratis.conf.Parameters;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The command log of one voter. Construction is cheap; {@link #start} opens the disk. */
public final class RatisLog implements CommandLog, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RatisLog.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

    /**
     * Where this voter keeps its log and who votes with it.
     *
     * @param id its name
     * @param folder its own folder
     * @param bindAddress on which it listens for the other voters
     * @param voters all that vote when the cluster is founded, this one among them; later the log
     *     itself knows better
     */
    public record Place(NodeId id, Path folder, String bindAddress, Voters voters) {

        /** A cluster of one. */
        public static Place alone(NodeId id, Path folder, String host, int port) {
            return new Place(
                    id, folder, host, new Voters(List.of(new VoterAddress(id, host, 0, port))));
        }

        VoterAddress own() {
            return voters.find(id)
                    .orElseThrow(() -> new IllegalArgumentException(id + " is no voter"));
        }
    }

    private final Place place;
    private final ReplicationProperties settings;
    private final FatalFault fatal;
    private final CommandCodec codec = new CommandCodec();
    private final BatchAppender appender;
    private final Snapshots snapshots;
    private final LogListeners listeners = new LogListeners();
    private final ClusterStateMachine machine;
    private final RaftPeerId peerId;
    private final FreeSpace space;
    private final LeaderContact contact;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable Opened opened;
    private volatile @Nullable GroupCommit groupCommit;

    /** The library at work, and how it is asked. */
    record Opened(RaftServer server, RaftRequests requests) {

        RaftServer.Division division() throws IOException {
            return server.getDivision(requests.group());
        }
    }

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
        this.contact = new LeaderContact(clock);
        this.settings = settings;
        this.fatal = fatal;
        this.peerId = RaftPeerId.valueOf(place.id().value());
        this.appender = new BatchAppender(codec, settings.requestTimeout(), this::opened);
        this.snapshots = new Snapshots(settings.snapshotEvery(), listeners::secure, this::purge);
        this.machine =
                new ClusterStateMachine(
                        codec,
                        snapshots,
                        fatal,
                        listeners,
                        this::tellStanding,
                        this::shutDown,
                        appender::find);
    }

    /** Begins to read the newest snapshot; {@link #start} then has less to wait for. */
    public void readAhead(UUID cluster) {
        snapshots.readAhead(place.folder().resolve(cluster.toString()).resolve("sm"));
    }

    /**
     * Opens the log, replays it and takes part in elections.
     *
     * @param cluster tells this log from that of any other cluster
     * @param joins the cluster works already: wait to be spoken to by its leader instead of
     *     standing for election, which would be refused until this voter is added, and end it
     * @throws CannotOpenLogException when the disk or the port cannot be used, in one sentence
     */
    public void start(UUID cluster, boolean joins) throws IOException {
        listeners.opening(cluster);
        RaftPort.requireFree(place.bindAddress(), place.own().raftPort());
        RaftProperties properties =
                RatisSettings.create(
                        settings, place.folder(), place.bindAddress(), place.own().raftPort());
        RatisSettings.check(properties);
        RaftGroupId group = RaftGroupId.valueOf(cluster);
        RaftServer opening =
                RaftServer.newBuilder()
                        .setServerId(peerId)
                        .setGroup(
                                RaftGroup.valueOf(
                                        group, joins ? List.of() : RaftPeers.of(place.voters())))
                        .setStateMachine(machine)
                        .setProperties(properties)
                        .setParameters(new Parameters())
                        .setOption(RaftStorage.StartupOption.RECOVER)
                        .build();
        open(opening, new RaftRequests(peerId, group));
        groupCommit =
                new GroupCommit(
                        codec,
                        settings.maxBatch(),
                        settings.maxInFlight(),
                        settings.maxWaiting(),
                        appender::append);
    }

    /** A log that cannot be read is refused in one sentence, and nothing of it stays open. */
    private void open(RaftServer opening, RaftRequests requests) throws IOException {
        try {
            opening.start();
        } catch (IOException | RuntimeException e) {
            closing.countDown();
            opening.close();
            throw new CannotOpenLogException(reason(e), e);
        }
        opened = new Opened(opening, requests);
        Thread.ofPlatform().name("log-watch").daemon().start(this::watch);
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
                    new NotLeadingException("this node is not started yet"));
        }
        // Only new work is refused: what runs must still be recorded, and what ends frees space.
        DiskFullException full = command instanceof Command.SubmitJob ? space.refusal() : null;
        return full == null ? commits.submit(command) : CompletableFuture.failedFuture(full);
    }

    private static long freeBytes(Path folder) throws IOException {
        return Files.getFileStore(folder).getUsableSpace();
    }

    @Override
    public Picture picture() {
        return machine.picture();
    }

    @Override
    public CompletableFuture<Picture> current() {
        try {
            Opened log = opened();
            return log.server()
                    .submitClientRequestAsync(log.requests().read())
                    .orTimeout(settings.requestTimeout().toMillis(), TimeUnit.MILLISECONDS)
                    .handle((answer, failure) -> caughtUp(answer, failure));
        } catch (IOException e) {
            return CompletableFuture.failedFuture(
                    new NotAcceptedException("the log is closed: " + e.getMessage()));
        }
    }

    private Picture caughtUp(@Nullable RaftClientReply answer, @Nullable Throwable failure) {
        if (failure != null || answer == null || !answer.isSuccess()) {
            throw new NotAcceptedException("no leader could be asked how far the log is");
        }
        return machine.picture();
    }

    @Override
    public Standing standing() {
        Opened log = opened;
        if (log == null) {
            return DivisionStanding.closed(place.voters().all().size());
        }
        try {
            return DivisionStanding.of(
                    log.division(), machine.leaderReady(), settings.electionTimeoutMax());
        } catch (IOException e) {
            LOG.debug("standing asked while the log opens or closes", e);
            return DivisionStanding.closed(place.voters().all().size());
        }
    }

    /** A leader on a full disk would stop the whole cluster's work; another one may have room. */
    @Override
    public Optional<String> handicap() {
        return Optional.ofNullable(space.refusal()).map(Throwable::getMessage);
    }

    @Override
    public Duration age() {
        Opened log = opened;
        try {
            return log == null ? ChronoUnit.FOREVER.getDuration() : contact.age(log.division());
        } catch (IOException e) {
            LOG.debug("age asked while the log opens or closes", e);
            return ChronoUnit.FOREVER.getDuration();
        }
    }

    /** Who votes; usable once the log is open. */
    public Membership membership() {
        return new RatisMembership(
                place.voters(), this::opened, new Transfer(this::opened, () -> groupCommit));
    }

    @Override
    public void onApplied(Consumer<Applied> listener) {
        listeners.add(listener);
    }

    @Override
    public void attach(LogFollower follower) {
        listeners.add(follower);
    }

    @Override
    public void onStandingChanged(Consumer<Standing> listener) {
        listeners.watch(listener);
    }

    private void tellStanding() {
        Thread.startVirtualThread(() -> listeners.stands(standing()));
    }

    /** Tells Ratis that a snapshot exists, so that it drops the log up to it. */
    private void purge() {
        try {
            Opened log = opened();
            var _ =
                    log.server()
                            .snapshotManagementAsync(log.requests().snapshotTaken())
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

    /** Some of those ends are told to nobody; and a lost leader is missed from when it spoke. */
    private void watch() {
        try {
            while (!closing.await(1, TimeUnit.SECONDS)) {
                if (!isAlive()) {
                    shutDown();
                    return;
                }
                var _ = age();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the voter works; false once Ratis has closed itself. */
    private boolean isAlive() {
        try {
            return opened().division().getInfo().isAlive();
        } catch (IOException e) {
            return false;
        }
    }

    Opened opened() throws IOException {
        Opened running = opened;
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
        Opened running = opened;
        if (running != null) {
            Thread closer =
                    Thread.ofPlatform()
                            .name("log-close")
                            .daemon()
                            .start(() -> end(running.server()));
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
