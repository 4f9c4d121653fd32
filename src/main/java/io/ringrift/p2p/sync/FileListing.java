package io.ringrift.p2p.sync;

import io.ringrift.p2p.engine.Catalogue;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.DataPath;
import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.web.QueryReader;

import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The query of {@code GET /data/files}.
 *
 * @param after files behind this one, if given
 * @param limit at most so many, 1 to {@value #MAX}
 */
record FileListing(
        @Nullable DataKind kind,
        @Nullable String configKey,
        @Nullable NodeId node,
        @Nullable Sha256 sha256,
        @Nullable DataKey after,
        int limit) {

    static final int MAX = 1_000;
    private static final int DEFAULT = 100;

    /** Files that one page looks at; with a rare filter a page may be short and have a next one. */
    private static final int MAX_LOOKED_AT = 50_000;

    private static final Set<String> KNOWN =
            Set.of("kind", "config_key", "node_id", "sha256", "cursor", "limit", "consistency");

    /** A page in the order of kind, path and digest. */
    record Page(List<FileView> files, @Nullable String nextCursor) {}

    /**
     * Reads the query.
     *
     * @throws org.springframework.web.ErrorResponseException 400 naming each wrong parameter
     */
    static FileListing read(MultiValueMap<String, String> query) {
        QueryReader reader = new QueryReader(query, KNOWN);
        FileListing listing =
                new FileListing(
                        reader.one("kind", DataKind::new, "is not a kind, such as games"),
                        reader.one("config_key", text -> text, "cannot be read"),
                        reader.one("node_id", NodeId::new, "is not a node id"),
                        reader.one("sha256", Sha256::new, "must be 64 hexadecimal digits"),
                        reader.one(
                                "cursor", FileListing::key, "is not a cursor of an earlier page"),
                        reader.limit(DEFAULT, MAX));
        reader.check();
        return listing;
    }

    Page page(Catalogue catalogue) {
        Map<DataKey, Catalogue.Held> rest =
                after == null ? catalogue.files() : catalogue.files().tailMap(after, false);
        List<FileView> files = new ArrayList<>();
        DataKey last = null;
        int looked = 0;
        for (Map.Entry<DataKey, Catalogue.Held> entry : rest.entrySet()) {
            if (files.size() == limit || looked++ == MAX_LOOKED_AT) {
                return new Page(files, last == null ? null : last.toString());
            }
            last = entry.getKey();
            if (accepts(entry.getValue())) {
                files.add(FileView.of(entry.getValue()));
            }
        }
        return new Page(files, null);
    }

    private boolean accepts(Catalogue.Held held) {
        DataKey key = held.file().key();
        return (kind == null || key.kind().equals(kind))
                && (configKey == null || held.file().configKey().equals(configKey))
                && (node == null || held.holders().contains(node))
                && (sha256 == null || key.sha256().equals(sha256));
    }

    /** What {@link DataKey#toString} writes. */
    private static DataKey key(String text) {
        int slash = text.indexOf('/');
        int at = text.lastIndexOf('@');
        if (slash < 0 || at < slash) {
            throw new IllegalArgumentException();
        }
        return new DataKey(
                new DataKind(text.substring(0, slash)),
                new DataPath(text.substring(slash + 1, at)),
                new Sha256(text.substring(at + 1)));
    }
}
