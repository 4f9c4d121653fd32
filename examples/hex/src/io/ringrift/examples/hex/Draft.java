package io.ringrift.examples.hex;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file in the making. It has its name only once it is complete, so that nobody takes the half
 * that a stopped job left behind for the whole.
 *
 * @param file what it becomes
 */
record Draft(Path file) {
    /** Where to write: a hidden file in the same folder. */
    Path path() {
        return file.resolveSibling("." + file.getFileName() + ".tmp");
    }

    /** Gives the complete file its name. */
    void publish() {
        try {
            Files.move(path(), file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new CannotWrite(file, e);
        }
    }

    /** Writes a file as a whole. */
    static void write(Path file, byte[] content) {
        Draft draft = new Draft(file);
        try {
            Files.write(draft.path(), content);
        } catch (IOException e) {
            throw new CannotWrite(file, e);
        }
        draft.publish();
    }
}
