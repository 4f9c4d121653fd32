package io.ringrift.p2p.agent.data;

import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.Sha256;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is known of a file beside its bytes: {@code files/.facts/<sha256>.json}, a manifest entry
 * that whoever puts a file under its final name leaves there first. It is taken in with the file,
 * so that a copy still says who made it and how many games it holds.
 */
public final class FactsFolder {

    private static final Logger LOG = LoggerFactory.getLogger(FactsFolder.class);
    private static final int MAX_BYTES = 16 << 10;
    private static final String STAMP = "stamp";
    private static final Pattern NAME = Pattern.compile("([0-9a-f]{64})\\.json");

    private final DataFolders folders;
    private final JsonMapper json;
    private final Set<Sha256> known = ConcurrentHashMap.newKeySet();

    public FactsFolder(DataFolders folders, JsonMapper json) {
        this.folders = folders;
        this.json = json;
    }

    /** Notes what the bytes with that digest are. */
    public void leave(DataFile file) throws IOException {
        leave(file.key().sha256(), json.valueToTree(file));
    }

    /**
     * Notes it of a file whose digest was just taken by whoever puts it there, so that nobody need
     * read it again while it is as it was then.
     *
     * @param verified how it was then; its name may be another one yet
     */
    public void leave(DataFile file, BasicFileAttributes verified) throws IOException {
        ObjectNode facts = json.valueToTree(file);
        facts.set(STAMP, json.valueToTree(FileStamp.of(verified)));
        leave(file.key().sha256(), facts);
    }

    private void leave(Sha256 sha256, JsonNode facts) throws IOException {
        Path target = folders.path().resolve(DataFolders.FACTS).resolve(name(sha256));
        Path fresh = target.resolveSibling(target.getFileName() + ".new");
        Files.write(fresh, json.writeValueAsBytes(facts));
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    }

    Optional<DataFile> find(Sha256 sha256) {
        return read(sha256).flatMap(facts -> file(facts, sha256));
    }

    /** The files whose digests are known already, by how they were then. */
    Map<FileStamp, DataFile> verified() throws IOException {
        Map<FileStamp, DataFile> verified = new HashMap<>();
        try (SecureDirectoryStream<Path> folder = folders.top(DataFolders.FACTS)) {
            for (Path each : folder) {
                Matcher name = NAME.matcher(each.getFileName().toString());
                if (name.matches()) {
                    addVerified(new Sha256(name.group(1)), verified);
                }
            }
        }
        return verified;
    }

    private void addVerified(Sha256 sha256, Map<FileStamp, DataFile> verified) {
        JsonNode facts = read(sha256).orElse(null);
        if (facts != null) {
            DataFile file = file(facts, sha256).orElse(null);
            FileStamp stamp = stamp(facts, sha256).orElse(null);
            if (file != null && stamp != null) {
                verified.put(stamp, file);
            }
        }
    }

    private Optional<DataFile> file(JsonNode facts, Sha256 sha256) {
        return value(facts, DataFile.class, sha256)
                .filter(known -> known.key().sha256().equals(sha256));
    }

    private Optional<FileStamp> stamp(JsonNode facts, Sha256 sha256) {
        JsonNode stamp = facts.get(STAMP);
        return stamp == null ? Optional.empty() : value(stamp, FileStamp.class, sha256);
    }

    private <T> Optional<T> value(JsonNode facts, Class<T> type, Sha256 sha256) {
        try {
            return Optional.ofNullable(
                    json.readerFor(type)
                            .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                            .readValue(facts));
        } catch (JacksonException e) {
            LOG.warn("What was left of {} makes no sense: {}", sha256, e.toString());
            return Optional.empty();
        }
    }

    private Optional<JsonNode> read(Sha256 sha256) {
        try (SecureDirectoryStream<Path> folder = folders.top(DataFolders.FACTS);
                InputStream in =
                        Channels.newInputStream(
                                DataFolders.read(folder, DataFolders.step(name(sha256))))) {
            return Optional.of(json.readTree(in.readNBytes(MAX_BYTES)));
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
