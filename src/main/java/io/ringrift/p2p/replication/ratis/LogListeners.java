package io.ringrift.p2p.replication.ratis;

import io.ringrift.p2p.replication.Applied;
import io.ringrift.p2p.replication.LogFollower;
import io.ringrift.p2p.replication.Standing;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Who wants to hear of the log; a failing one only misses a hint and stops it for nobody. */
final class LogListeners {

    private static final Logger LOG = LoggerFactory.getLogger(LogListeners.class);

    private final List<Consumer<Applied>> listeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<Standing>> watchers = new CopyOnWriteArrayList<>();
    private final List<LogFollower> followers = new CopyOnWriteArrayList<>();

    void add(Consumer<Applied> listener) {
        listeners.add(listener);
    }

    void add(LogFollower follower) {
        followers.add(follower);
    }

    void watch(Consumer<Standing> watcher) {
        watchers.add(watcher);
    }

    void opening(UUID cluster) {
        each(followers, one -> one.opening(cluster));
    }

    void applied(long index, List<Applied> commands) {
        each(followers, one -> one.applied(index, commands));
        for (Applied applied : commands) {
            each(listeners, one -> one.accept(applied));
        }
    }

    void restored(long index) {
        each(followers, one -> one.restored(index));
    }

    void secure(long index) {
        each(followers, one -> one.secure(index));
    }

    void stands(Standing now) {
        each(watchers, one -> one.accept(now));
    }

    private static <T> void each(List<T> all, Consumer<T> tell) {
        for (T one : all) {
            try {
                tell.accept(one);
            } catch (RuntimeException e) {
                LOG.error("A listener of the log failed", e);
            }
        }
    }
}
