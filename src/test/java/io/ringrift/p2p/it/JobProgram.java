package io.ringrift.p2p.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Small programs that follow, or break, the job contract; each is a script of its own. */
final class JobProgram {

    private JobProgram() {}

    /** Plays its games in no time and says so, by the contract. */
    static Path good(Path folder) throws IOException {
        return write(
                folder,
                "good",
                """
                printf '{"metrics":{"games":%s}}' "$RINGRIFT_NUM_GAMES" > "$RINGRIFT_RESULT_FILE.part"
                mv "$RINGRIFT_RESULT_FILE.part" "$RINGRIFT_RESULT_FILE"
                """);
    }

    /** A script with the given body. */
    static Path write(Path folder, String name, String body) throws IOException {
        Path program = folder.resolve(name);
        Files.writeString(program, "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return program;
    }
}
