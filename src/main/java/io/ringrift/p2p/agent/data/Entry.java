package io.ringrift.p2p.agent.data;

import io.ringrift.p2p.model.data.DataFile;

/**
 * A file of this node whose digest is known.
 *
 * @param file what the manifest says of it
 * @param stamp that it had when its digest was taken
 */
record Entry(DataFile file, FileStamp stamp) {}
