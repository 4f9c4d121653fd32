package io.ringrift.p2p.model.wire;

import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;

import java.util.List;
import java.util.UUID;

/**
 * What changed in a node's manifest: {@code POST /peers/{node_id}/manifest}, answered with {@link
 * ManifestReply}.
 *
 * @param incarnation of the agent
 * @param base version that this change builds on; 0 replaces whatever is known of the node
 * @param version that the node is at with this change, above {@code base}
 * @param added files that are there now, at most {@value #MAX_FILES} together with the removed
 * @param removed versions of files that are there no more
 */
public record ManifestChange(
        UUID incarnation, long base, long version, List<DataFile> added, List<DataKey> removed) {

    public static final int MAX_FILES = 1_000;

    public ManifestChange {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
    }
}
