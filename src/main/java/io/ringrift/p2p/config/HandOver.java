package io.ringrift.p2p.config;

import io.ringrift.p2p.cluster.Succession;
import io.ringrift.p2p.leadership.Leadership;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.replication.Membership;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * A leader that stops hands over first, while its doors are still open: requests that arrive
 * meanwhile wait here for the next leader instead of for an election.
 */
final class HandOver implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(HandOver.class);
    private static final Duration DEADLINE = Duration.ofSeconds(3);

    private final Leadership leadership;
    private final Membership membership;
    private final Succession succession;
    private volatile boolean running;

    HandOver(Leadership leadership, Membership membership, Succession succession) {
        this.leadership = leadership;
        this.membership = membership;
        this.succession = succession;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        if (leadership.mayAct().isEmpty()) {
            return;
        }
        Optional<NodeId> next = succession.best();
        if (next.isEmpty()) {
            return;
        }
        try {
            LOG.info("Stopping: handing the leadership over to {}", next.get());
            membership.transfer(next.get(), DEADLINE).join();
        } catch (CompletionException e) {
            LOG.warn("The leadership was not handed over: {}", e.getMessage());
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stopped before the web server, which stops among the first. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
