package io.ringrift.p2p.model.data;

import io.ringrift.p2p.model.NodeId;

import java.util.Optional;

/** Makes what opens one door of one node for one file, for a while. */
public interface Tickets {

    /**
     * A ticket, shown as {@code Authorization: Ticket …}.
     *
     * @param method {@code GET}, which is also good for HEAD, or {@code PUT}
     * @param server the node whose door it opens
     * @param key the file, with the only content for which it is good
     * @return nothing when the cluster has no token, and therefore no locks
     */
    Optional<String> issue(String method, NodeId server, DataKey key);
}
