package io.ringrift.examples.hex;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;

/** A text file that is written line by line, hashed on the way, and named when it is complete. */
final class LineFile implements AutoCloseable {
    private final Path file;
    private final Draft draft;
    private final MessageDigest digest = Sha256.digest();
    private final BufferedWriter writer;

    LineFile(Path file) {
        this.file = file;
        this.draft = new Draft(file);
        try {
            var hashed = new DigestOutputStream(Files.newOutputStream(draft.path()), digest);
            writer = new BufferedWriter(new OutputStreamWriter(hashed, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new CannotWrite(file, e);
        }
    }

    void add(String line) {
        try {
            writer.write(line);
            writer.write('\n');
        } catch (IOException e) {
            throw new CannotWrite(file, e);
        }
    }

    /** Gives the complete file its name and returns the hash of its content. */
    String finish() {
        close();
        draft.publish();
        return Sha256.hex(digest);
    }

    @Override
    public void close() {
        try {
            writer.close();
        } catch (IOException e) {
            throw new CannotWrite(file, e);
        }
    }
}
