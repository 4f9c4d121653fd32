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
        if (!metadata.value().contains("\"sync\"")) {
            return Optional.empty();
        }
        try {
            JsonNode sync = JSON.readTree(metadata.value()).path("sync");
            List<DataKey> files = new ArrayList<>();
            for (JsonNode file : sync.path("files")) {
                files.add(
                        new DataKey(
                                new DataKind(file.path("kind").asString("")),
                                new DataPath(file.path("path").asString("")),
                                new Sha256(file.path("sha256").asString(""))));
            }
            String to = sync.path("to").asString("");
            return files.isEmpty() || files.size() > MAX_FILES
                    ? Optional.empty()
                    : Optional.of(new SyncOrder(files, to.isEmpty() ? null : new NodeId(to)));
        } catch (JacksonException | IllegalArgumentException malformed) {
            return Optional.empty();
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
