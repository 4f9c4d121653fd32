package io.ringrift.p2p.agent.data;

import io.ringrift.p2p.model.data.DataFile;

import org.jspecify.annotations.Nullable;

/**
 * A file of this node whose digest is known.
 *
 * @param file what the manifest says of it
 * @param stamp that it had when its digest was taken; null when it is not on the disk but in the
 *     store
 */
record Entry(DataFile file, @Nullable FileStamp stamp) {

    boolean isLocal() {
        return stamp != null;
    }
}
