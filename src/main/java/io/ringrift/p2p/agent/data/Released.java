package io.ringrift.p2p.agent.data;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.ringrift.p2p.model.data.DataKey;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.List;

/**
 * Deletes the copies that the leader has let go. Only a file that is in the manifest with exactly
 * that content is touched; what lies there under the name with other content stays.
 */
final class Released {

    private static final Logger LOG = LoggerFactory.getLogger(Released.class);

    private final DataFolders folders;
    private final Manifest manifest;
    private final Unsent unsent;
    private final Depot depot;
    private final Counter deleted;
    private final Counter failed;

    Released(
            DataFolders folders,
            Manifest manifest,
            Unsent unsent,
            Depot depot,
            MeterRegistry meters) {
        this.folders = folders;
        this.manifest = manifest;
        this.unsent = unsent;
        this.depot = depot;
        this.deleted = meters.counter("ringrift.p2p.data.deleted");
        this.failed = meters.counter("ringrift.p2p.data.delete.failed");
    }

    /** Deletes them, one after the other; what cannot be deleted is asked for again. */
    void delete(List<DataKey> files) {
        files.forEach(this::delete);
    }

    private void delete(DataKey key) {
        Entry entry = manifest.find(key.kind(), key.path()).orElse(null);
        if (entry == null || !entry.file().key().equals(key)) {
            // It is gone already, but the cluster has not heard of it.
            unsent.removed(key);
            return;
        }
        try {
            if (entry.isLocal()) {
                deleteFile(key, entry);
            } else {
                depot.delete(key);
            }
            deleted.increment();
            LOG.info(
                    "Deleted {} ({} bytes): the cluster has let this copy go.",
                    key,
                    entry.file().size());
            manifest.remove(key.kind(), key.path());
        } catch (IOException e) {
            failed.increment();
            LOG.warn("{} cannot be deleted, which is tried again: {}", key, e.toString());
        }
    }

    /** What was changed since its digest was taken is another file, which the next look finds. */
    private void deleteFile(DataKey key, Entry entry) throws IOException {
        try (SecureDirectoryStream<Path> folder = folders.folderOf(key.kind(), key.path(), false)) {
            Path name = DataFolders.name(key.path());
            if (FileStamp.of(DataFolders.attributes(folder, name)).equals(entry.stamp())) {
                folder.deleteFile(name);
            }
        } catch (NoSuchFileException alreadyGone) {
            LOG.debug("{} is gone already", key);
        }
        folders.dropEmpty(key.kind(), key.path());
    }
}
