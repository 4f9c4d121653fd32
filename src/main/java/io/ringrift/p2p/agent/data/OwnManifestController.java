package io.ringrift.p2p.agent.data;

import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.NodeIdentity;
import io.ringrift.p2p.model.data.DataDoor;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.DataKind;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What this node itself has on its disk, and whether it is still what it was. */
@RestController
@ConditionalOnProperty(name = "ringrift.p2p.agent.enabled", matchIfMissing = true)
public final class OwnManifestController {

    private static final int MOST = 1_000;

    private final NodeId self;
    private final Manifest manifest;
    private final DataKeeper keeper;
    private final Verifier verifier;

    OwnManifestController(
            NodeIdentity self, Manifest manifest, DataKeeper keeper, Verifier verifier) {
        this.self = self.id();
        this.manifest = manifest;
        this.keeper = keeper;
        this.verifier = verifier;
    }

    /**
     * A page of the manifest.
     *
     * @param nodeId whose it is
     * @param fileCount files in all
     * @param bytes of all of them
     * @param waiting files that are not taken in yet, since they may still be written to
     * @param refusals files that cannot be taken in
     * @param refused some of them, and why
     * @param files in the order of kind and path
     * @param nextCursor for the next page, if there is one
     */
    public record Page(
            NodeId nodeId,
            long fileCount,
            long bytes,
            int waiting,
            long refusals,
            Map<String, String> refused,
            List<DataFile> files,
            @Nullable String nextCursor) {}

    /** The files of this node, page by page. */
    @GetMapping("/data/manifest")
    public Page manifest(@RequestParam MultiValueMap<String, String> query) {
        check(query, Set.of("limit", "cursor", "local"));
        int limit = limit(query.getFirst("limit"));
        List<DataFile> files = manifest.page(after(query.getFirst("cursor")), limit);
        Scan.Report report = keeper.latest();
        return new Page(
                self,
                manifest.count(),
                manifest.bytes(),
                report.waiting(),
                report.refusals(),
                report.refused(),
                files,
                files.size() < limit ? null : cursor(files.getLast().key()));
    }

    /** Begins to read files again, all or those of one kind; 409 while that is under way. */
    @PostMapping("/data/verify")
    public ResponseEntity<Verifier.State> verify(
            @RequestParam MultiValueMap<String, String> query) {
        check(query, Set.of("kind", "local"));
        String kind = query.getFirst("kind");
        if (!verifier.begin(kind == null ? null : kind(kind))) {
            throw DataProblems.of(
                    HttpStatus.CONFLICT,
                    "already_verifying",
                    "The files of this node are being verified; GET /data/verify says how far.");
        }
        return ResponseEntity.accepted().body(verifier.state());
    }

    /** How far the last verification is, and what it found. */
    @GetMapping("/data/verify")
    public Verifier.State verified() {
        return verifier.state();
    }

    private static DataKind kind(String text) {
        try {
            return new DataKind(text);
        } catch (IllegalArgumentException broken) {
            throw DataProblems.invalid("kind", "is no kind");
        }
    }

    private static int limit(@Nullable String text) {
        if (text == null) {
            return MOST;
        }
        if (!text.matches("[1-9][0-9]{0,3}") || Integer.parseInt(text) > MOST) {
            throw DataProblems.invalid("limit", "must be a whole number from 1 to " + MOST);
        }
        return Integer.parseInt(text);
    }

    /** Where a page ended, as the address of its last file. */
    private static String cursor(DataKey last) {
        return new DataDoor(last.kind(), last.path()).uri();
    }

    private static @Nullable DataDoor after(@Nullable String cursor) {
        try {
            return cursor == null ? null : DataDoor.parse(cursor);
        } catch (IllegalArgumentException broken) {
            throw DataProblems.invalid("cursor", "must be one that this door gave");
        }
    }

    private static void check(MultiValueMap<String, String> query, Set<String> known) {
        query.keySet().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(
                        name -> {
                            throw DataProblems.invalid(
                                    name,
                                    "is not known; known are "
                                            + String.join(", ", known.stream().sorted().toList()));
                        });
    }
}
