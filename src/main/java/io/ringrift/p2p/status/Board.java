package io.ringrift.p2p.status;

import io.ringrift.p2p.model.ResourceMetrics;

import java.util.Optional;

/** What a node can tell from memory, in any state of the cluster. */
interface Board {

    /**
     * The body of {@code /status}.
     *
     * @param port on which this node listens
     */
    StatusView status(int port);

    /** Whether this node can serve the cluster now. */
    boolean isHealthy();

    /** What keeps the cluster from taking work, as in {@link StatusView#notice()}. */
    Optional<String> notice();

    /** The latest probe of this machine. */
    ResourceMetrics ownMetrics();
}
