package io.ringrift.p2p.agent.attempt;

import io.ringrift.p2p.agent.template.JobFiles;

import java.nio.file.Path;

/**
 * What an attempt keeps on disk: {@code <data-dir>/jobs/<job_id>/<attempt>/}.
 *
 * @param path the folder
 */
public record AttemptFolder(Path path) {

    /** What the processes of the job print. */
    public Path log() {
        return path.resolve("log");
    }

    /** What they printed before {@link #log} was cut, as much as is kept. */
    public Path olderLog() {
        return path.resolve("log.1");
    }

    Path record() {
        return path.resolve("attempt.json");
    }

    /** Until when it may run, for one that must never run twice. */
    Path lease() {
        return path.resolve("lease");
    }

    Path end() {
        return path.resolve("end.json");
    }

    JobFiles files() {
        return new JobFiles(path.resolve("out"), path.resolveSibling("checkpoint"));
    }
}
