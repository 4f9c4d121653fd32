package io.ringrift.p2p.sync;

import io.ringrift.p2p.model.JsonText;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.DataPath;
import io.ringrift.p2p.model.data.Sha256;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a SYNC job is to move, as its metadata say: {@code
 * {"sync":{"files":[{"kind","path","sha256"}],"to":"node"}}}. It names versions of files; where
 * they come from is found out when the job asks.
 *
 * @param files 1 to {@value #MAX_FILES}, in the order in which they should move
 * @param to the node that they are pushed to, or null when the job's own node fetches them
 */
record SyncOrder(List<DataKey> files, @Nullable NodeId to) {

    static final int MAX_FILES = 100;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    SyncOrder {
        files = List.copyOf(files);
    }

    /** The order of a job, or nothing when its metadata hold none that can be read. */
    static Optional<SyncOrder> read(JsonText metadata) {
        try {
            return parse(metadata);
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /**
     * The order of a job, or nothing when its metadata hold none.
     *
     * @throws IllegalArgumentException with a sentence that names what is wrong
     */
    static Optional<SyncOrder> parse(JsonText metadata) {
        if (!metadata.value().contains("\"sync\"")) {
            return Optional.empty();
        }
        JsonNode sync;
        try {
            sync = JSON.readTree(metadata.value()).path("sync");
        } catch (JacksonException e) {
            throw new IllegalArgumentException("metadata is not JSON", e);
        }
        if (sync.isMissingNode()) {
            return Optional.empty();
        }
        JsonNode files = sync.path("files");
        if (!files.isArray() || files.isEmpty() || files.size() > MAX_FILES) {
            throw new IllegalArgumentException(
                    "metadata.sync.files must be a list of 1 to " + MAX_FILES + " files");
        }
        List<DataKey> keys = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            keys.add(key(files.get(i), "metadata.sync.files[" + i + "]."));
        }
        String to = sync.path("to").asString("");
        return Optional.of(
                new SyncOrder(
                        keys, to.isEmpty() ? null : named("metadata.sync.to", to, NodeId::new)));
    }

    private static DataKey key(JsonNode file, String at) {
        return new DataKey(
                named(at + "kind", file.path("kind").asString(""), DataKind::new),
                named(at + "path", file.path("path").asString(""), DataPath::new),
                named(at + "sha256", file.path("sha256").asString(""), Sha256::new));
    }

    private static <T> T named(String field, String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(field + " is wrong: " + e.getMessage(), e);
        }
    }

    /** What {@link #read} reads. */
    JsonText metadata() {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode sync = root.putObject("sync");
        ArrayNode list = sync.putArray("files");
        for (DataKey key : files) {
            list.addObject()
                    .put("kind", key.kind().value())
                    .put("path", key.path().value())
                    .put("sha256", key.sha256().hex());
        }
        if (to != null) {
            sync.put("to", to.value());
        }
        return new JsonText(root.toString());
    }
}
