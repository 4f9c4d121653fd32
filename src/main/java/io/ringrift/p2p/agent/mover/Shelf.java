package io.ringrift.p2p.agent.mover;

import io.ringrift.p2p.agent.data.DataFolders;
import io.ringrift.p2p.agent.data.FactsFolder;
import io.ringrift.p2p.agent.data.NameClashException;
import io.ringrift.p2p.agent.mover.MoveFailedException.Hope;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.Sha256;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The final names of files. A name comes about once its bytes are verified, and never changes. */
final class Shelf {

    private static final int PIECE = 1 << 20;

    private final DataFolders folders;
    private final FactsFolder facts;
    private final Consumer<Step> steps;

    Shelf(DataFolders folders, JsonMapper json, Consumer<Step> steps) {
        this.folders = folders;
        this.facts = new FactsFolder(folders, json);
        this.steps = steps;
    }

    /** Makes sure that the folders of a file's kind are there, and that there is room. */
    void prepare(DataFile file, long needed, long spare) throws IOException, MoveFailedException {
        folders.open(Set.of(file.key().kind()));
        long free = Files.getFileStore(folders.path()).getUsableSpace();
        if (free < needed + spare) {
            throw new MoveFailedException(
                    Hope.LATER,
                    "the disk has %d MiB left, too little for the %d MiB of %s and a reserve of %d MiB"
                            .formatted(free >> 20, needed >> 20, file.key().path(), spare >> 20));
        }
    }

    Part part(DataFile file, int blockBytes) throws IOException, MoveFailedException {
        try (SecureDirectoryStream<Path> incoming = folders.top(DataFolders.INCOMING)) {
            Path folder = folders.path().resolve(DataFolders.INCOMING);
            return Part.open(incoming, folder, file, blockBytes, steps);
        }
    }

    /** The digest of what lies under the final name, if anything does. */
    Optional<Sha256> find(DataFile file) throws IOException {
        try (SecureDirectoryStream<Path> folder =
                        folders.folderOf(file.key().kind(), file.key().path(), false);
                FileChannel there = DataFolders.read(folder, DataFolders.name(file.key().path()))) {
            return Optional.of(digest(there));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }

    /** Opens the file under its final name. */
    FileChannel read(DataFile file) throws IOException {
        try (SecureDirectoryStream<Path> folder =
                folders.folderOf(file.key().kind(), file.key().path(), false)) {
            return DataFolders.read(folder, DataFolders.name(file.key().path()));
        }
    }

    static Sha256 digest(FileChannel there) throws IOException {
        MessageDigest digest = Digests.sha256();
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        while (there.read(piece) >= 0) {
            digest.update(piece.flip());
            piece.clear();
        }
        return Digests.of(digest);
    }

    /**
     * Gives verified bytes their final name, unless that is taken.
     *
     * @throws MoveFailedException when other content has the name, or one that is the same but for
     *     its case
     */
    void land(Part part, DataFile file) throws IOException, MoveFailedException {
        steps.accept(Step.VERIFIED);
        part.force();
        steps.accept(Step.FORCED);
        try {
            Path name = DataFolders.name(file.key().path());
            try (SecureDirectoryStream<Path> folder =
                    folders.folderOf(file.key().kind(), file.key().path(), true)) {
                DataFolders.refuseClash(folder, name.toString());
            }
            facts.leave(file, part.attributes());
            steps.accept(Step.FACTS_LEFT);
            Path target = folders.path(file.key().kind(), file.key().path());
            link(part, file, target);
            steps.accept(Step.LINKED);
            DataFolders.force(Objects.requireNonNull(target.getParent()));
            steps.accept(Step.FOLDER_FORCED);
        } catch (NameClashException | NotDirectoryException | NotLinkException e) {
            throw new MoveFailedException(
                    Hope.NONE,
                    "%s cannot have its name: %s".formatted(file.key().path(), e.getMessage()),
                    e);
        }
        part.delete();
        steps.accept(Step.CLEANED);
    }

    /**
     * A link, not a move: it refuses a name that is taken. Then looks where the name came about.
     */
    private void link(Part part, DataFile file, Path target)
            throws IOException, MoveFailedException {
        try {
            Files.createLink(target, part.path());
        } catch (FileAlreadyExistsException taken) {
            if (!find(file).equals(Optional.of(file.key().sha256()))) {
                throw taken(file, taken);
            }
            return;
        }
        Object landed;
        try (SecureDirectoryStream<Path> folder =
                folders.folderOf(file.key().kind(), file.key().path(), false)) {
            Path name = DataFolders.name(file.key().path());
            landed = DataFolders.attributes(folder, name).fileKey();
        }
        if (!Objects.equals(landed, part.attributes().fileKey())) {
            throw new NotLinkException(
                    target.toString(), null, "a folder was exchanged while a file was put there");
        }
    }

    static MoveFailedException taken(DataFile file, @Nullable IOException cause) {
        return new MoveFailedException(
                Hope.NONE,
                "other content lies under %s already; nothing is ever replaced"
                        .formatted(file.key().path()),
                cause);
    }
}
