package io.ringrift.p2p.agent.data;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Consumer;

/**
 * The digests that were taken, on disk: {@code <data-dir>/agent/files.jsonl}, one file per line. It
 * only saves work: what is missing or unreadable is hashed again, and what no longer fits its stamp
 * is not believed.
 */
final class IndexFile {

    private static final Logger LOG = LoggerFactory.getLogger(IndexFile.class);

    private static final int BUFFER = 64 << 10;

    private final Path file;
    private final JsonMapper json;

    /** Of the files on the disk. */
    IndexFile(Path dataDir, JsonMapper json) {
        this(dataDir, "files.jsonl", json);
    }

    IndexFile(Path dataDir, String name, JsonMapper json) {
        this.file = dataDir.resolve("agent").resolve(name);
        this.json = json;
    }

    void read(Consumer<Entry> each) {
        ObjectReader reader =
                json.readerFor(Entry.class)
                        .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                each.accept(reader.readValue(line));
            }
        } catch (NoSuchFileException first) {
            LOG.debug("no digests are known yet");
        } catch (IOException | JacksonException e) {
            LOG.warn("{} cannot be read; what it does not say is hashed again.", file, e);
        }
    }

    void write(List<Entry> entries) throws IOException {
        Files.createDirectories(file.getParent());
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileOutputStream target = new FileOutputStream(fresh.toFile());
                OutputStream out = new BufferedOutputStream(target, BUFFER)) {
            for (Entry entry : entries) {
                out.write(json.writeValueAsBytes(entry));
                out.write('\n');
            }
            out.flush();
            target.getFD().sync();
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
