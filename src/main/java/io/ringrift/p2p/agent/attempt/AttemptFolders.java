package io.ringrift.p2p.agent.attempt;

import io.ringrift.p2p.model.JobId;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Where the attempts of this node lie: {@code <data-dir>/jobs}. */
public final class AttemptFolders {

    private final Path jobs;

    public AttemptFolders(Path dataDir) {
        this.jobs = dataDir.resolve("jobs");
    }

    public AttemptFolder of(JobId job, int attempt) {
        return new AttemptFolder(jobs.resolve(job.toString()).resolve(Integer.toString(attempt)));
    }

    /** The folders of all jobs whose attempts this node was given. */
    List<Path> jobs() throws IOException {
        return list(jobs);
    }

    /** What lies in a folder; nothing when it is not there. */
    static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        } catch (NoSuchFileException absent) {
            return List.of();
        }
    }

    /** The newest attempt of a job that this node was given. */
    public OptionalInt latest(JobId job) {
        String[] names = jobs.resolve(job.toString()).toFile().list();
        return (names == null ? IntStream.empty() : Stream.of(names).flatMapToInt(this::number))
                .max();
    }

    /** Whether this node was given the attempt. */
    public boolean exists(JobId job, int attempt) {
        return Files.isDirectory(of(job, attempt).path());
    }

    private IntStream number(String name) {
        boolean isNumber = name.length() < 10 && name.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber ? IntStream.of(Integer.parseInt(name)) : IntStream.empty();
    }
}
