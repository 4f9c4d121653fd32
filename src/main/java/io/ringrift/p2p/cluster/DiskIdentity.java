package io.ringrift.p2p.cluster;

import io.ringrift.p2p.model.NodeId;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/**
 * Whose data folder this is: written into it at the first start, compared ever after.
 *
 * @param nodeId the node it belongs to
 * @param incarnation drawn when the folder was made
 * @param clusterId the cluster whose log it holds, null until it belongs to one
 */
public record DiskIdentity(NodeId nodeId, UUID incarnation, @Nullable UUID clusterId) {}
