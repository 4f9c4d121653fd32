package io.ringrift.p2p.peers;

import io.ringrift.p2p.model.VoterAddress;
import io.ringrift.p2p.web.LeaderRoute;
import io.ringrift.p2p.web.NodeClient;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a voter that does not lead informed of the nodes: beats go to the leader only, but anybody
 * may ask any voter how the cluster is.
 */
public final class RosterFollower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RosterFollower.class);

    private final LeaderRoute route;
    private final NodeClient client;
    private final PeerRegistry registry;
    private final Duration every;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    RosterFollower(LeaderRoute route, NodeClient client, PeerRegistry registry, Duration every) {
        this.route = route;
        this.client = client;
        this.registry = registry;
        this.every = every;
        this.thread = Thread.ofPlatform().name("roster").daemon().unstarted(this::work);
    }

    public void start() {
        thread.start();
    }

    private void work() {
        try {
            while (!closed.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
                round();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The catch is as wide as it is so that one bad answer does not end the loop. */
    void round() {
        try {
            Optional<VoterAddress> leader = route.elsewhere();
            Optional<Roster> roster =
                    leader.isEmpty()
                            ? Optional.empty()
                            : client.get(leader.get(), "/peers/roster", Roster.class).join();
            registry.told(roster);
        } catch (RuntimeException e) {
            LOG.warn("The leader's roster could not be taken over: {}", e.toString());
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
