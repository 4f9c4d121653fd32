package io.ringrift.p2p.agent.data;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.DataPath;
import io.ringrift.p2p.model.data.Producer;
import io.ringrift.p2p.model.data.Sha256;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Makes the outputs of accepted results part of this node's data. What is still to be done lies in
 * {@code <data-dir>/agent/publish}, one note per attempt, written before the attempt is forgotten;
 * doing it twice changes nothing.
 */
final class Publisher {

    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

    /**
     * An attempt whose result counts.
     *
     * @param job the job
     * @param attempt its number
     * @param configKey of the job
     * @param at when the result was accepted
     */
    record Note(JobId job, int attempt, String configKey, Instant at) {}

    private final Path notes;
    private final Path dataDir;
    private final Map<DataKind, KindRule> rules;
    private final Manifest manifest;
    private final FactsFolder facts;
    private final Placing placing;
    private final NodeId self;
    private final JsonMapper json;
    private final InstantSource clock;
    private final Counter published;
    private final Counter refused;
    private final byte[] block = Hashing.block();

    Publisher(
            Path dataDir,
            DataFolders folders,
            Map<DataKind, KindRule> rules,
            Manifest manifest,
            FactsFolder facts,
            NodeId self,
            JsonMapper json,
            InstantSource clock,
            MeterRegistry meters) {
        this.notes = dataDir.resolve("agent").resolve("publish");
        this.dataDir = dataDir;
        this.rules = Map.copyOf(rules);
        this.manifest = manifest;
        this.facts = facts;
        this.placing = new Placing(folders);
        this.self = self;
        this.json = json;
        this.clock = clock;
        this.published = meters.counter("ringrift.p2p.data.published");
        this.refused = meters.counter("ringrift.p2p.data.publish.refused");
    }

    /**
     * Notes that an attempt's result counts.
     *
     * @throws IOException when that cannot be written; then the attempt may not be forgotten
     */
    void accepted(JobId job, int attempt, String configKey) throws IOException {
        Files.createDirectories(notes);
        Path note = notes.resolve(job + "-" + attempt + ".json");
        Path fresh = note.resolveSibling(note.getFileName() + ".new");
        Files.write(
                fresh, json.writeValueAsBytes(new Note(job, attempt, configKey, clock.instant())));
        Files.move(fresh, note, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Does what is noted; what fails for a while is tried again in the next round. */
    void round(BooleanSupplier ends) {
        for (Path note : waiting()) {
            if (ends.getAsBoolean()) {
                return;
            }
            try {
                publish(json.readValue(Files.readAllBytes(note), Note.class), ends);
                Files.deleteIfExists(note);
            } catch (JacksonException e) {
                LOG.warn("The note {} is unreadable and is dropped.", note);
                drop(note);
            } catch (IOException e) {
                LOG.warn("Outputs of {} wait: {}", note.getFileName(), e.toString());
            }
        }
    }

    private List<Path> waiting() {
        try (Stream<Path> all = Files.list(notes)) {
            return all.filter(note -> note.toString().endsWith(".json")).sorted().toList();
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException e) {
            LOG.warn("What is to be published cannot be read: {}", e.toString());
            return List.of();
        }
    }

    private static void drop(Path note) {
        try {
            Files.deleteIfExists(note);
        } catch (IOException e) {
            LOG.warn("Cannot delete {}", note, e);
        }
    }

    private void publish(Note note, BooleanSupplier ends) throws IOException {
        List<String> out =
                List.of("jobs", note.job().toString(), Integer.toString(note.attempt()), "out");
        JobOutputs outputs;
        try (SecureDirectoryStream<Path> folder = DataFolders.into(dataDir, out)) {
            outputs = JobOutputs.read(folder, json);
        } catch (NoSuchFileException gone) {
            LOG.info("{}-{} left nothing to publish.", note.job(), note.attempt());
            return;
        }
        for (JobOutputs.Output output : outputs.files()) {
            try {
                publish(note, out, outputs, output, ends);
            } catch (RefusedOutputException e) {
                refused.increment();
                LOG.warn(
                        "Output {} of {}-{} is not published: it {}.",
                        output.path(),
                        note.job(),
                        note.attempt(),
                        e.getMessage());
            }
        }
    }

    private void publish(
            Note note,
            List<String> out,
            JobOutputs outputs,
            JobOutputs.Output output,
            BooleanSupplier ends)
            throws IOException, RefusedOutputException {
        if (output.kind() == null || !rules.containsKey(output.kind())) {
            return;
        }
        DataPath path = target(note, output);
        List<String> segments = output.path().segments();
        Path source =
                Stream.concat(out.stream(), segments.stream())
                        .reduce(dataDir, Path::resolve, (a, b) -> b);
        List<String> above =
                Stream.concat(out.stream(), segments.subList(0, segments.size() - 1).stream())
                        .toList();
        try (SecureDirectoryStream<Path> folder = DataFolders.into(dataDir, above)) {
            Path name = DataFolders.name(output.path());
            var before = DataFolders.attributes(folder, name);
            if (!before.isRegularFile()) {
                throw new RefusedOutputException("is not a regular file");
            }
            FileStamp stamp = FileStamp.of(before);
            Sha256 sha256;
            try (FileChannel channel = DataFolders.read(folder, name)) {
                sha256 = Hashing.of(channel, block, ends);
                channel.force(true);
            }
            if (output.sha256() != null && !output.sha256().equals(sha256)) {
                throw new RefusedOutputException("has the SHA-256 " + sha256);
            }
            Producer producer =
                    new Producer(
                            self,
                            note.job(),
                            note.attempt(),
                            outputs.codeVersion(),
                            outputs.model());
            place(
                    source,
                    stamp,
                    new DataFile(
                            new DataKey(output.kind(), path, sha256),
                            note.configKey(),
                            stamp.size(),
                            output.games(),
                            producer,
                            note.at()));
        } catch (NoSuchFileException absent) {
            throw new RefusedOutputException("is not there");
        } catch (NotDirectoryException link) {
            throw new RefusedOutputException("lies behind a link");
        }
    }

    private DataPath target(Note note, JobOutputs.Output output) throws RefusedOutputException {
        try {
            DataPath path =
                    new DataPath(
                            note.configKey()
                                    + "/"
                                    + note.job()
                                    + "-"
                                    + note.attempt()
                                    + "/"
                                    + output.path());
            KindRule rule = rules.get(output.kind());
            String wrong = rule == null ? null : rule.wrong(path).orElse(null);
            if (wrong != null) {
                throw new RefusedOutputException(wrong);
            }
            return path;
        } catch (IllegalArgumentException broken) {
            throw new RefusedOutputException(String.valueOf(broken.getMessage()));
        }
    }

    private void place(Path source, FileStamp stamp, DataFile file)
            throws IOException, RefusedOutputException {
        DataKey key = file.key();
        KindRule rule = rules.get(key.kind());
        if (rule != null && stamp.size() > rule.maxBytes()) {
            throw new RefusedOutputException("has more than " + rule.maxBytes() + " bytes");
        }
        facts.leave(file);
        try {
            FileStamp placed = placing.place(source, stamp, key.kind(), key.path());
            if (!manifest.put(new Entry(file, placed))) {
                throw new RefusedOutputException("differs from another name only by its case");
            }
            published.increment();
            facts.known(key.sha256());
        } catch (FileAlreadyExistsException again) {
            LOG.debug("{} is there already; the next look says what it is", key);
        } catch (NameClashException e) {
            throw new RefusedOutputException("clashes with another name: " + e.getMessage());
        }
    }
}
