package io.ringrift.p2p.agent.data;

import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.Sha256;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is known of a file beside its bytes: {@code files/.facts/<sha256>.json}, a manifest entry
 * that whoever puts a file under its final name leaves there first. It is taken in with the file,
 * so that a copy still says who made it and how many games it holds.
 */
public final class FactsFolder {

    private static final Logger LOG = LoggerFactory.getLogger(FactsFolder.class);
    private static final int MAX_BYTES = 16 << 10;

    private final DataFolders folders;
    private final JsonMapper json;
    private final Set<Sha256> known = ConcurrentHashMap.newKeySet();

    public FactsFolder(DataFolders folders, JsonMapper json) {
        this.folders = folders;
        this.json = json;
    }

    /** Notes what the bytes with that digest are. */
    public void leave(DataFile file) throws IOException {
        Path target = folders.path().resolve(DataFolders.FACTS).resolve(name(file.key().sha256()));
        Path fresh = target.resolveSibling(target.getFileName() + ".new");
        Files.write(fresh, json.writeValueAsBytes(file));
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    }

    Optional<DataFile> find(Sha256 sha256) {
        try (SecureDirectoryStream<Path> folder = folders.top(DataFolders.FACTS);
                InputStream in =
                        Channels.newInputStream(
                                DataFolders.read(folder, DataFolders.step(name(sha256))))) {
            DataFile facts =
                    json.readerFor(DataFile.class)
                            .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                            .readValue(in.readNBytes(MAX_BYTES));
            return Optional.ofNullable(facts).filter(known -> known.key().sha256().equals(sha256));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException | JacksonException e) {
            LOG.warn("What was left of {} cannot be read: {}", sha256, e.toString());
            return Optional.empty();
        }
    }

    /** They are in the manifest now, and not needed any more once that is on the disk. */
    void known(Sha256 sha256) {
        known.add(sha256);
    }

    /** What the manifest knows now; it may be dropped once the manifest was written. */
    Set<Sha256> known() {
        return Set.copyOf(known);
    }

    /** The manifest with these was written. */
    void drop(Set<Sha256> written) {
        written.forEach(this::drop);
        known.removeAll(written);
    }

    /** Nobody needs them. */
    void drop(Sha256 sha256) {
        try (SecureDirectoryStream<Path> folder = folders.top(DataFolders.FACTS)) {
            folder.deleteFile(DataFolders.step(name(sha256)));
        } catch (NoSuchFileException none) {
            LOG.trace("nothing was left of {}", sha256);
        } catch (IOException e) {
            LOG.warn("Cannot delete what was left of {}: {}", sha256, e.toString());
        }
    }

    private static String name(Sha256 sha256) {
        return sha256 + ".json";
    }
}
