package io.ringrift.p2p.model;

import java.nio.file.Path;

/**
 * Who this node is and where it listens and stores.
 *
 * @param id its configured name
 * @param bindAddress the address it listens on
 * @param port the HTTP port it listens on, 0 when the system chooses one
 * @param dataDir the folder that holds all its state
 */
public record NodeIdentity(NodeId id, String bindAddress, int port, Path dataDir) {}
