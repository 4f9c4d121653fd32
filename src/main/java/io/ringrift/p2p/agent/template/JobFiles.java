package io.ringrift.p2p.agent.template;

import java.nio.file.Path;

/**
 * Where an attempt finds and leaves its files.
 *
 * @param output its output folder, also the default working directory
 * @param checkpoint kept between attempts of the same job on one node
 */
public record JobFiles(Path output, Path checkpoint) {

    /** What the job writes as its last act. */
    public Path result() {
        return output.resolve("result.json");
    }

    /** Which files of this node it may read, if it needs some. */
    public Path inputs() {
        return output.resolveSibling("inputs.json");
    }
}
