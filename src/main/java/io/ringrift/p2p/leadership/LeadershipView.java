package io.ringrift.p2p.leadership;

import io.ringrift.p2p.model.Lease;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.NodeRole;
import io.ringrift.p2p.replication.Standing;

import org.jspecify.annotations.Nullable;

/**
 * Who leads, as this node sees it.
 *
 * @param role LEADER only while this node may act
 * @param leader who leads, if anybody is known to
 * @param lease the replicated record
 * @param standing of this voter
 */
public record LeadershipView(
        NodeRole role, @Nullable NodeId leader, Lease lease, Standing standing) {}
