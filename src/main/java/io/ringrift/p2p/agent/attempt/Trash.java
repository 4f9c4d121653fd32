package io.ringrift.p2p.agent.attempt;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Where folders go before they are deleted: {@code <data-dir>/agent/trash}. To put one there takes
 * one call of the system however much is in it, and what is half deleted stands in nobody's way.
 */
final class Trash {

    private static final Logger LOG = LoggerFactory.getLogger(Trash.class);

    private final Path folder;

    Trash(Path dataDir) {
        this.folder = dataDir.resolve("agent").resolve("trash");
    }

    /** Takes a folder of a job, such as an attempt. */
    void take(String job, Path one) throws IOException {
        Files.createDirectories(folder);
        Files.move(one, folder.resolve(job + "-" + one.getFileName()));
    }

    /** Deletes what is there, links but never what they point to. */
    void empty() throws IOException {
        for (Path one : AttemptFolders.list(folder)) {
            delete(one);
        }
    }

    private static void delete(Path tree) throws IOException {
        Files.walkFileTree(
                tree,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        return deleteOne(file);
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException failure) {
                        return deleteOne(file);
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path dir, IOException failure) {
                        return deleteOne(dir);
                    }
                });
    }

    private static FileVisitResult deleteOne(Path one) {
        try {
            Files.delete(one);
        } catch (IOException e) {
            LOG.warn("Cannot delete {}: {}", one, e.toString());
        }
        return FileVisitResult.CONTINUE;
    }
}
