package io.ringrift.p2p.model;

import java.nio.file.Path;

/**
 * Who this node is and where it lives. Whoever holds it may use the data folder: it is made only
 * once the folder is locked.
 *
 * @param id its name in the cluster
 * @param bindAddress the address on which it listens
 * @param port its HTTP port, 0 for any free one
 * @param dataDir the folder that belongs to it alone
 */
public record NodeIdentity(NodeId id, String bindAddress, int port, Path dataDir) {}
