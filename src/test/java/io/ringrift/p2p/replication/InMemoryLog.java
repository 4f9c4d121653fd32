package io.ringrift.p2p.replication;

import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.Engine;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.NodeRole;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A log of one voter that applies each command on the caller's thread. Tests may let it refuse,
 * lose or hold commands, and give or take its leadership.
 */
public final class InMemoryLog implements CommandLog, AutoCloseable {

    /** What becomes of the commands that a test picks. */
    private record Trouble(Predicate<Command> picks, @Nullable RuntimeException failure) {}

    private final NodeId self;
    private final List<Consumer<Applied>> listeners = new CopyOnWriteArrayList<>();
    private final List<LogFollower> followers = new CopyOnWriteArrayList<>();
    private final List<Consumer<Standing>> watchers = new CopyOnWriteArrayList<>();
    private final List<Command> submitted = new CopyOnWriteArrayList<>();
    private volatile Picture picture = new Picture(-1, ClusterState.EMPTY);
    private volatile Standing standing;
    private volatile @Nullable Trouble trouble;
    public volatile @Nullable String handicap;
    private volatile boolean started;
    private volatile boolean closed;

    public InMemoryLog(NodeId self) {
        this.self = self;
        this.standing = new Standing(NodeRole.CANDIDATE, false, null, 0, 1);
    }

    /** One that is open and leads. */
    public static InMemoryLog leading(NodeId self) {
        InMemoryLog log = new InMemoryLog(self);
        log.start();
        return log;
    }

    public void start() {
        started = true;
        stand(new Standing(NodeRole.LEADER, true, self, 1, 1));
    }

    /** From now on it stands so. */
    public void stand(Standing now) {
        standing = now;
        watchers.forEach(watcher -> watcher.accept(now));
    }

    /** As if another voter had been elected. */
    public void follow(@Nullable NodeId leader) {
        stand(new Standing(NodeRole.FOLLOWER, false, leader, 1, 1));
    }

    /** From now on these commands fail without being applied. */
    public void refuse(Predicate<Command> picks, RuntimeException why) {
        trouble = new Trouble(picks, why);
    }

    /** From now on these commands are neither applied nor answered. */
    public void hang(Predicate<Command> picks) {
        trouble = new Trouble(picks, null);
    }

    public void heal() {
        trouble = null;
    }

    /** Every command that was handed in, also those in trouble. */
    public List<Command> submitted() {
        return List.copyOf(submitted);
    }

    @Override
    public CompletableFuture<Applied> submit(Command command) {
        if (!started || closed) {
            return CompletableFuture.failedFuture(
                    new NotAcceptedException("this node is not started or is stopping"));
        }
        submitted.add(command);
        Trouble now = trouble;
        if (now != null && now.picks().test(command)) {
            return now.failure() == null
                    ? new CompletableFuture<>()
                    : CompletableFuture.failedFuture(now.failure());
        }
        return CompletableFuture.completedFuture(apply(command));
    }

    private synchronized Applied apply(Command command) {
        Engine.Step step = Engine.apply(picture.state(), command);
        Applied applied = new Applied(picture.index() + 1, command, step.decision());
        picture = new Picture(applied.index(), step.state());
        followers.forEach(follower -> follower.applied(applied.index(), List.of(applied)));
        listeners.forEach(listener -> listener.accept(applied));
        return applied;
    }

    @Override
    public Picture picture() {
        return picture;
    }

    @Override
    public CompletableFuture<Picture> current() {
        return standing.leader() == null
                ? CompletableFuture.failedFuture(new NotAcceptedException("nobody leads"))
                : CompletableFuture.completedFuture(picture);
    }

    @Override
    public Optional<String> handicap() {
        return Optional.ofNullable(handicap);
    }

    @Override
    public Duration age() {
        return standing.ready() ? Duration.ZERO : Duration.ofSeconds(1);
    }

    @Override
    public Standing standing() {
        return standing;
    }

    @Override
    public void onApplied(Consumer<Applied> listener) {
        listeners.add(listener);
    }

    @Override
    public void attach(LogFollower follower) {
        followers.add(follower);
    }

    @Override
    public void onStandingChanged(Consumer<Standing> listener) {
        watchers.add(listener);
    }

    @Override
    public void close() {
        closed = true;
    }
}
