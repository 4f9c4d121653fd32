package io.ringrift.p2p.agent.data;

import io.ringrift.p2p.model.data.DataKey;

import java.io.IOException;
import java.io.InputStream;

/** Where files of this node lie that are not on its disk, such as a bucket. */
public interface Depot {

    /** All files are on the disk. */
    Depot NONE =
            new Depot() {
                @Override
                public InputStream open(DataKey key, long first, long length) throws IOException {
                    throw new IOException("this node has no store");
                }

                @Override
                public void delete(DataKey key) throws IOException {
                    throw new IOException("this node has no store");
                }
            };

    /**
     * A part of a file.
     *
     * @param first offset of its first byte
     * @param length bytes, at least 1
     * @throws IOException when it cannot be had now
     */
    InputStream open(DataKey key, long first, long length) throws IOException;

    /**
     * Deletes a file; one that is not there is no fault.
     *
     * @throws IOException when that cannot be done now
     */
    void delete(DataKey key) throws IOException;
}
