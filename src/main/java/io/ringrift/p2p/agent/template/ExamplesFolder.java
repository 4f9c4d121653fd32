package io.ringrift.p2p.agent.template;

import org.springframework.core.io.Resource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/** Puts the packed example workloads where child processes can read them. */
public final class ExamplesFolder {

    private ExamplesFolder() {}

    /**
     * Writes a file of the jar, unless it is there already with the same content: a running job may
     * have it open.
     *
     * @return the folder
     * @throws IOException when the folder cannot be written
     */
    public static Path unpack(Resource packed, Path folder, String name) throws IOException {
        Files.createDirectories(folder);
        Path target = folder.resolve(name);
        if (packed.exists()) {
            byte[] content = packed.getContentAsByteArray();
            if (!Files.exists(target) || !Arrays.equals(content, Files.readAllBytes(target))) {
                Path fresh = folder.resolve(name + ".new");
                Files.write(fresh, content);
                Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return folder;
    }
}
