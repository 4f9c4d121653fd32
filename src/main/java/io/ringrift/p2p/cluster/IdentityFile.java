package io.ringrift.p2p.cluster;

import io.ringrift.p2p.model.BadSettingException;
import io.ringrift.p2p.model.NodeIdentity;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** The file {@code identity.json} in the data folder. */
public final class IdentityFile {

    private final Path file;
    private final JsonMapper json;
    private volatile DiskIdentity identity;

    /**
     * Reads the file, or writes it at the first start.
     *
     * @param fresh the incarnation of a folder that has none yet
     * @throws BadSettingException when the folder belongs to another node or the file is damaged
     */
    public IdentityFile(NodeIdentity self, JsonMapper json, UUID fresh) throws IOException {
        this.file = self.dataDir().resolve("identity.json");
        this.json = json;
        if (Files.exists(file)) {
            this.identity = read();
            if (!identity.nodeId().equals(self.id())) {
                throw new BadSettingException(
                        "The data folder %s belongs to node %s, but this node is called %s: give each node its own RINGRIFT_P2P_DATA_DIR, or correct RINGRIFT_P2P_NODE_ID."
                                .formatted(self.dataDir(), identity.nodeId(), self.id()));
            }
        } else {
            this.identity =
                    new DiskIdentity(self.id(), fresh, clusterOf(self.dataDir().resolve("log")));
            write(identity);
        }
    }

    /** What the folder says. */
    public DiskIdentity identity() {
        return identity;
    }

    /** Notes, for good, which cluster the folder belongs to. */
    void join(UUID cluster) throws IOException {
        DiskIdentity joined = new DiskIdentity(identity.nodeId(), identity.incarnation(), cluster);
        write(joined);
        identity = joined;
    }

    /** A log without an identity was written by the first release; it is named like its cluster. */
    private static @Nullable UUID clusterOf(Path log) throws IOException {
        if (!Files.isDirectory(log)) {
            return null;
        }
        try (Stream<Path> groups = Files.list(log)) {
            List<Path> found = groups.filter(Files::isDirectory).toList();
            return found.size() == 1
                    ? UUID.fromString(found.getFirst().getFileName().toString())
                    : null;
        }
    }

    private DiskIdentity read() throws IOException {
        try {
            return json.readValue(Files.readAllBytes(file), DiskIdentity.class);
        } catch (JacksonException damaged) {
            throw new BadSettingException(
                    "The file "
                            + file
                            + " says whose data folder this is, but it is damaged ("
                            + damaged.getOriginalMessage()
                            + "); restore it from a backup.");
        }
    }

    private void write(DiskIdentity written) throws IOException {
        Path fresh = file.resolveSibling("identity.new");
        try (FileChannel channel =
                FileChannel.open(
                        fresh,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer text = ByteBuffer.wrap(json.writeValueAsBytes(written));
            while (text.hasRemaining()) {
                channel.write(text);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent())) {
            folder.force(true);
        }
    }
}
