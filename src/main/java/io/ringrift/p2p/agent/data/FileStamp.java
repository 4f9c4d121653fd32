package io.ringrift.p2p.agent.data;

import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;

/**
 * By which a file is known again without reading it.
 *
 * @param size bytes
 * @param modifiedNanos when its content last changed, since 1970
 * @param fileKey its device and inode, empty where there is no such thing
 */
record FileStamp(long size, long modifiedNanos, String fileKey) {

    static FileStamp of(BasicFileAttributes attributes) {
        Object key = attributes.fileKey();
        return new FileStamp(
                attributes.size(),
                attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                key == null ? "" : key.toString());
    }
}
