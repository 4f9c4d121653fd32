package io.ringrift.p2p.model.wire;

/**
 * The answer to a {@link ManifestChange}.
 *
 * @param known the version that the cluster knows of this node now; when it is not the change's
 *     own, the change was not taken and the node begins anew with base 0
 */
public record ManifestReply(long known) {}
