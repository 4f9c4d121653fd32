package io.ringrift.p2p.agent.data;

import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.List;

/**
 * The part of the manifest that does not lie on the disk. Its changes are made on the thread that
 * looks through the folders, so that a look never sees half of one.
 */
public final class DepotShelf {

    private static final Logger LOG = LoggerFactory.getLogger(DepotShelf.class);

    private final DataFolders folders;
    private final Manifest manifest;
    private final DataKeeper keeper;
    private final IndexFile index;

    DepotShelf(DataFolders folders, Manifest manifest, DataKeeper keeper, IndexFile index) {
        this.folders = folders;
        this.manifest = manifest;
        this.keeper = keeper;
        this.index = index;
        // What was there last is believed until the store says otherwise.
        index.read(manifest::put);
    }

    /** Files on the disk. */
    public List<DataFile> local() {
        return manifest.all().stream().filter(Entry::isLocal).map(Entry::file).toList();
    }

    /** Files in the store. */
    public List<DataFile> stored() {
        return manifest.all().stream().filter(entry -> !entry.isLocal()).map(Entry::file).toList();
    }

    /** Remembers what is in the store over a restart. */
    public void save() throws IOException {
        index.write(manifest.all().stream().filter(entry -> !entry.isLocal()).toList());
    }

    /** A file is in the store. What lies on the disk under its name is not touched. */
    public void found(DataFile file) {
        keeper.later(
                () -> {
                    if (manifest.find(file.key().kind(), file.key().path()).isEmpty()) {
                        manifest.put(new Entry(file, null));
                    }
                });
    }

    /** A file is in the store no more. */
    public void lost(DataKey key) {
        keeper.later(
                () ->
                        manifest.find(key.kind(), key.path())
                                .filter(entry -> !entry.isLocal())
                                .filter(entry -> entry.file().key().equals(key))
                                .ifPresent(_ -> manifest.remove(key.kind(), key.path())));
    }

    /**
     * A file on the disk, to be read.
     *
     * @throws NoSuchFileException when it is there no more
     */
    public FileChannel open(DataFile file) throws IOException {
        DataKey key = file.key();
        try (SecureDirectoryStream<Path> folder = folders.folderOf(key.kind(), key.path(), false)) {
            return DataFolders.read(folder, DataFolders.name(key.path()));
        }
    }

    /** A file that is on the disk is in the store now, too: the copy on the disk goes. */
    public void moved(DataFile file) {
        keeper.later(() -> drop(file.key()));
    }

    private void drop(DataKey key) {
        Entry entry = manifest.find(key.kind(), key.path()).orElse(null);
        if (entry == null || entry.stamp() == null || !entry.file().key().equals(key)) {
            return;
        }
        try (SecureDirectoryStream<Path> folder = folders.folderOf(key.kind(), key.path(), false)) {
            Path name = DataFolders.name(key.path());
            if (!FileStamp.of(DataFolders.attributes(folder, name)).equals(entry.stamp())) {
                return;
            }
            manifest.put(new Entry(entry.file(), null));
            folder.deleteFile(name);
        } catch (IOException e) {
            LOG.warn("{} is in the store and stays on the disk as well: {}", key, e.toString());
            return;
        }
        folders.dropEmpty(key.kind(), key.path());
    }
}
