package io.ringrift.examples.hex;

import java.io.IOException;
import java.nio.file.Path;

/** A file could not be written, for instance because the disk is full: worth another try later. */
final class CannotWrite extends RuntimeException {
    private static final long serialVersionUID = 1;

    CannotWrite(Path file, IOException cause) {
        super("cannot write " + file + ": " + cause.getMessage(), cause);
    }
}
