package io.ringrift.p2p.agent.data;

import io.ringrift.p2p.agent.data.Arrivals.Arrival;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.DataPath;
import io.ringrift.p2p.model.data.Producer;
import io.ringrift.p2p.model.data.Sha256;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Takes files in from outside: verified before anybody can see them, and never over others. */
final class Uploads {

    static final String OFFSET = "Upload-Offset";

    private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);

    /** What became of an upload. */
    sealed interface Outcome {

        /** It is there now. */
        record Placed(DataFile file) implements Outcome {}

        /** It was there already. */
        record Known(DataFile file) implements Outcome {}

        /** The next piece begins at this byte. */
        record Waiting(long offset) implements Outcome {}
    }

    private final DataFolders folders;
    private final Map<DataKind, KindRule> rules;
    private final Manifest manifest;
    private final FactsFolder facts;
    private final Placing placing;
    private final NodeId self;
    private final JsonMapper json;
    private final InstantSource clock;
    private final long minFreeBytes;
    private final Set<Sha256> busy = ConcurrentHashMap.newKeySet();
    private final Arrivals arrivals = new Arrivals();

    Uploads(
            DataFolders folders,
            Map<DataKind, KindRule> rules,
            Manifest manifest,
            FactsFolder facts,
            NodeId self,
            JsonMapper json,
            InstantSource clock,
            long minFreeBytes) {
        this.folders = folders;
        this.rules = Map.copyOf(rules);
        this.manifest = manifest;
        this.facts = facts;
        this.placing = new Placing(folders);
        this.self = self;
        this.json = json;
        this.clock = clock;
        this.minFreeBytes = minFreeBytes;
    }

    /**
     * Takes it, or a piece of it.
     *
     * @throws ErrorResponseException with what is wrong
     */
    Outcome take(Upload upload, InputStream body) throws IOException {
        ByteRange.Content content = content(upload);
        Optional<DataFile> known = admit(upload, content.total());
        if (known.isPresent()) {
            return new Outcome.Known(known.get());
        }
        if (!busy.add(upload.sha256())) {
            throw DataProblems.of(
                    HttpStatus.CONFLICT,
                    "upload_in_progress",
                    "Somebody else is writing this very content here; try again later.");
        }
        try {
            return take(upload, content, new Part(folders, upload.sha256()), body);
        } finally {
            busy.remove(upload.sha256());
        }
    }

    private Outcome take(Upload upload, ByteRange.Content content, Part part, InputStream body)
            throws IOException {
        ByteRange range = content.range();
        if (upload.contentRange() == null) {
            part.drop();
        }
        long offset = part.size();
        if (offset > content.total()) {
            part.drop();
            offset = 0;
        }
        if (range == null && content.total() > 0) {
            return new Outcome.Waiting(offset);
        }
        if (range != null && range.first() != offset) {
            throw wrongOffset(offset);
        }
        requireSpace(content.total() - offset);
        Arrival arrival = arrivals.take(upload.sha256(), offset);
        boolean whole = false;
        try {
            append(part, body, range == null ? 0 : range.length(), arrival);
            whole = part.size() == content.total();
        } finally {
            if (arrival != null && !whole) {
                arrivals.keep(upload.sha256(), arrival);
            }
        }
        return whole
                ? new Outcome.Placed(finish(upload, part, arrival))
                : new Outcome.Waiting(part.size());
    }

    private void append(Part part, InputStream body, long length, @Nullable Arrival arrival)
            throws IOException {
        try {
            part.append(body, length, arrival);
        } catch (IOException e) {
            if (isFull(e)) {
                part.drop();
                throw diskFull();
            }
            throw e;
        }
    }

    private DataFile finish(Upload upload, Part part, @Nullable Arrival arrival)
            throws IOException {
        Sha256 known = arrival == null ? null : arrival.end(part.size());
        Sha256 found = known == null ? part.digest() : known;
        if (!found.equals(upload.sha256())) {
            part.drop();
            throw DataProblems.of(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    "digest_mismatch",
                    "What came has the SHA-256 " + found + "; it was dropped.");
        }
        part.force();
        DataFile file = file(upload, part.size());
        DataKey key = file.key();
        facts.leave(file);
        boolean placed = false;
        try {
            place(part, file);
            placed = true;
        } finally {
            part.drop();
            if (placed) {
                facts.known(key.sha256());
            } else {
                facts.drop(key.sha256());
            }
        }
        return file;
    }

    private void place(Part part, DataFile file) throws IOException {
        DataKey key = file.key();
        try {
            FileStamp stamp = placing.place(part.path(), part.stamp(), key.kind(), key.path());
            if (!manifest.put(new Entry(file, stamp))) {
                throw clash(key.path().value());
            }
        } catch (FileAlreadyExistsException | NotDirectoryException e) {
            throw otherContent(key.path());
        } catch (NameClashException e) {
            throw clash(String.valueOf(e.getMessage()));
        }
    }

    /** What may be said of it, from whoever knows most. */
    private DataFile file(Upload upload, long size) {
        DataPath path = upload.door().path();
        DataKey key = new DataKey(upload.door().kind(), path, upload.sha256());
        String configKey = path.segments().getFirst();
        DataFile own =
                new DataFile(
                        key, configKey, size, upload.games(), Producer.of(self), clock.instant());
        return sent(upload.facts())
                .map(
                        given ->
                                new DataFile(
                                        key,
                                        configKey,
                                        size,
                                        given.games(),
                                        given.producer(),
                                        given.at()))
                .orElse(own);
    }

    private Optional<DataFile> sent(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            DataFile given =
                    json.readerFor(DataFile.class)
                            .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                            .readValue(text);
            return Optional.ofNullable(given);
        } catch (JacksonException e) {
            throw DataProblems.invalid(FileController.FACTS, "must be a manifest entry as JSON");
        }
    }

    private static ByteRange.Content content(Upload upload) {
        if (upload.length() < 0) {
            throw DataProblems.of(
                    HttpStatus.LENGTH_REQUIRED,
                    "length_required",
                    "The header Content-Length must say how much comes.");
        }
        if (upload.contentRange() == null) {
            long total = upload.length();
            return new ByteRange.Content(total == 0 ? null : new ByteRange(0, total - 1), total);
        }
        ByteRange.Content content =
                ByteRange.content(upload.contentRange())
                        .orElseThrow(
                                () ->
                                        DataProblems.invalid(
                                                "Content-Range",
                                                "must be bytes first-last/total or bytes"
                                                        + " */total"));
        long length = content.range() == null ? 0 : content.range().length();
        if (length != upload.length()) {
            throw DataProblems.invalid("Content-Range", "must fit Content-Length");
        }
        return content;
    }

    /** Everything that can be said before a byte is read. */
    private Optional<DataFile> admit(Upload upload, long total) {
        DataKind kind = upload.door().kind();
        DataPath path = upload.door().path();
        KindRule rule = rules.get(kind);
        if (rule == null) {
            throw DataProblems.invalid("kind", "must be one of " + rules.keySet());
        }
        rule.wrong(path)
                .ifPresent(
                        why -> {
                            throw DataProblems.invalid("path", why);
                        });
        if (total > rule.maxBytes()) {
            throw DataProblems.of(
                    HttpStatus.CONTENT_TOO_LARGE,
                    "file_too_large",
                    "A file of " + kind + " may have " + rule.maxBytes() + " bytes at most.");
        }
        Optional<DataFile> there = manifest.find(kind, path).map(Entry::file);
        if (there.filter(file -> !file.key().sha256().equals(upload.sha256())).isPresent()) {
            throw otherContent(path);
        }
        manifest.clash(kind, path)
                .ifPresent(
                        other -> {
                            throw clash("'" + other + "' is there");
                        });
        return there;
    }

    private void requireSpace(long bytes) throws IOException {
        if (Files.getFileStore(folders.path()).getUsableSpace() - bytes < minFreeBytes) {
            throw diskFull();
        }
    }

    private static boolean isFull(IOException e) {
        String text = String.valueOf(e.getMessage());
        LOG.debug("an upload broke off: {}", text);
        return text.contains("No space left") || text.contains("quota");
    }

    private static ErrorResponseException diskFull() {
        return DataProblems.of(
                HttpStatus.INSUFFICIENT_STORAGE,
                "disk_full",
                "The disk of this node has no room for it.");
    }

    private static ErrorResponseException wrongOffset(long offset) {
        ErrorResponseException problem =
                DataProblems.of(
                        HttpStatus.CONFLICT,
                        "upload_offset",
                        "The next piece must begin at byte " + offset + ".");
        problem.getHeaders().set(OFFSET, Long.toString(offset));
        return problem;
    }

    private static ErrorResponseException otherContent(DataPath path) {
        return DataProblems.of(
                HttpStatus.CONFLICT,
                "other_content",
                "There is something else under the name " + path + ", and files never change.");
    }

    private static ErrorResponseException clash(String why) {
        return DataProblems.of(
                HttpStatus.CONFLICT,
                "name_clash",
                "Some file systems would take that name for another one: " + why + ".");
    }
}
