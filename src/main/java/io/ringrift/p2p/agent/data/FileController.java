package io.ringrift.p2p.agent.data;

import io.ringrift.p2p.model.data.DataDoor;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.Sha256;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.Set;

/** The files on the disk of this node, and on no other. */
@RestController
@ConditionalOnProperty(name = "ringrift.p2p.agent.enabled", matchIfMissing = true)
public final class FileController {

    static final String DIGEST = "X-Content-SHA256";
    static final String FACTS = "X-Data-File";
    private static final String DOOR = "/data/files/{kind}/{*path}";

    private final DataFolders folders;
    private final Manifest manifest;
    private final DataKeeper keeper;
    private final Uploads uploads;
    private final Depot depot;

    FileController(
            DataFolders folders,
            Manifest manifest,
            DataKeeper keeper,
            Uploads uploads,
            Depot depot) {
        this.folders = folders;
        this.manifest = manifest;
        this.keeper = keeper;
        this.uploads = uploads;
        this.depot = depot;
    }

    /** A file, or a part of it; its ETag is its SHA-256. */
    @RequestMapping(
            path = DOOR,
            method = {RequestMethod.GET, RequestMethod.HEAD})
    public void read(
            @RequestParam MultiValueMap<String, String> query,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        check(query, Set.of("local"));
        DataDoor door = door(request);
        Entry entry =
                manifest.find(door.kind(), door.path())
                        .orElseThrow(() -> DataProblems.notHere(door.path().value()));
        if (entry.isLocal()) {
            sendFile(door, entry, new FileAnswer(request, response));
        } else {
            new FileAnswer(request, response).send(entry.file(), depot);
        }
    }

    private void sendFile(DataDoor door, Entry entry, FileAnswer answer) throws IOException {
        try (SecureDirectoryStream<Path> folder =
                        folders.folderOf(door.kind(), door.path(), false);
                FileChannel channel = DataFolders.read(folder, DataFolders.name(door.path()))) {
            FileStamp now =
                    FileStamp.of(DataFolders.attributes(folder, DataFolders.name(door.path())));
            if (!now.equals(entry.stamp())) {
                keeper.wake();
                throw DataProblems.notHere(door.path().value());
            }
            answer.send(entry.file(), channel, folders.path(door.kind(), door.path()));
        } catch (FileSystemException gone) {
            keeper.wake();
            throw DataProblems.notHere(door.path().value());
        }
    }

    /**
     * Takes a file, whole or in pieces; it is there once all of it has come and is what its digest
     * says.
     *
     * @param sha256 of the whole file
     * @param contentRange which part the body holds, if not all
     * @param facts a manifest entry that says who made it and how many games it holds
     */
    @PutMapping(DOOR)
    public ResponseEntity<?> write(
            @RequestParam MultiValueMap<String, String> query,
            @RequestHeader(name = DIGEST, required = false) @Nullable String sha256,
            @RequestHeader(name = HttpHeaders.CONTENT_RANGE, required = false)
                    @Nullable String contentRange,
            @RequestHeader(name = FACTS, required = false) @Nullable String facts,
            HttpServletRequest request)
            throws IOException {
        check(query, Set.of("local", "config_key", "games"));
        DataDoor door = door(request);
        String configKey = query.getFirst("config_key");
        if (configKey != null && !configKey.equals(door.path().segments().getFirst())) {
            throw DataProblems.invalid("config_key", "must be the first folder of the path");
        }
        Upload upload =
                new Upload(
                        door,
                        digest(sha256),
                        request.getContentLengthLong(),
                        contentRange,
                        games(query.getFirst("games")),
                        facts);
        return switch (uploads.take(upload, request.getInputStream())) {
            case Uploads.Outcome.Placed(DataFile file) ->
                    ResponseEntity.status(HttpStatus.CREATED)
                            .header(HttpHeaders.LOCATION, door.uri())
                            .eTag(file.key().sha256().hex())
                            .body(file);
            case Uploads.Outcome.Known(DataFile file) ->
                    ResponseEntity.ok().eTag(file.key().sha256().hex()).body(file);
            case Uploads.Outcome.Waiting(long offset) ->
                    ResponseEntity.accepted().header(Uploads.OFFSET, Long.toString(offset)).build();
        };
    }

    private static DataDoor door(HttpServletRequest request) {
        try {
            return DataDoor.parse(request.getRequestURI());
        } catch (IllegalArgumentException broken) {
            throw DataProblems.invalid("path", String.valueOf(broken.getMessage()));
        }
    }

    private static Sha256 digest(@Nullable String sha256) {
        try {
            return new Sha256(sha256 == null ? "" : sha256);
        } catch (IllegalArgumentException broken) {
            throw DataProblems.invalid(
                    DIGEST, "must be the SHA-256 of the file in 64 lower case hexadecimal digits");
        }
    }

    private static long games(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        if (!text.matches("[0-9]{1,12}")) {
            throw DataProblems.invalid("games", "must be a whole number");
        }
        return Long.parseLong(text);
    }

    private static void check(MultiValueMap<String, String> query, Set<String> known) {
        for (String name : query.keySet()) {
            if (!known.contains(name)) {
                throw DataProblems.invalid(
                        name,
                        "is not known; known are "
                                + String.join(", ", known.stream().sorted().toList()));
            }
        }
        String local = query.getFirst("local");
        if (local != null && !Set.of("true", "false").contains(local)) {
            throw DataProblems.invalid("local", "must be true or false");
        }
    }
}
