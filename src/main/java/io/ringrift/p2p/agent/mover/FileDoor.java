package io.ringrift.p2p.agent.mover;

import io.ringrift.p2p.agent.mover.SourceException.Fault;
import io.ringrift.p2p.model.data.DataDoor;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.wire.Transfer.Peer;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** The door {@code /data/files/{kind}/{path}} of another node, as its client sees it. */
final class FileDoor {

    private FileDoor() {}

    /** Where the node serves a file from its own disk. */
    static URI file(Peer peer, DataKey key) {
        String door = new DataDoor(key.kind(), key.path()).uri();
        return peer.url().resolve(door + "?local=true");
    }

    /** Where the node takes the file in. */
    static URI upload(Peer peer, DataFile file) {
        return URI.create(file(peer, file.key()) + "&config_key=" + file.configKey());
    }

    /** The digest as an entity tag. */
    static String tag(DataKey key) {
        return "\"" + key.sha256() + "\"";
    }

    /** Shows the ticket, if there is one. */
    static void letIn(HttpRequest.Builder request, Peer peer) {
        letIn(peer, request::header);
    }

    private static void letIn(Peer peer, BiConsumer<String, String> field) {
        if (peer.ticket() != null) {
            field.accept("Authorization", "Ticket " + peer.ticket());
        }
    }

    /** What a request for some bytes of the file says beside its address. */
    static Map<String, String> fields(Peer peer, DataKey key, long from, int length) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("If-Match", tag(key));
        fields.put("Range", "bytes=%d-%d".formatted(from, from + length - 1));
        letIn(peer, fields::put);
        return fields;
    }

    /** What is wrong with the head of an answer to a request for these bytes, or null. */
    static @Nullable SourceException fault(Head head, DataFile file, long from, int length) {
        return switch (head.status()) {
            case 206 -> partial(head, file, from, length);
            case 200 -> whole(head, file, from, length);
            case 401, 403, 404, 410, 412 ->
                    new SourceException(Fault.NOT_HERE, "answers " + head.status());
            case 416 ->
                    new SourceException(Fault.LIES, "says that the file ends before its own size");
            default -> new SourceException(Fault.PASSING, "answers " + head.status());
        };
    }

    private static @Nullable SourceException partial(
            Head head, DataFile file, long from, int length) {
        String expected = "bytes %d-%d/%d".formatted(from, from + length - 1, file.size());
        String range = head.field("Content-Range");
        if (!expected.equals(range)) {
            return lies("answers with the range '" + range + "' instead of '" + expected + "'");
        }
        return body(head, file, length);
    }

    private static @Nullable SourceException whole(
            Head head, DataFile file, long from, int length) {
        return from == 0 && length == file.size()
                ? body(head, file, length)
                : lies("answers with the whole file instead of a range");
    }

    private static @Nullable SourceException body(Head head, DataFile file, int length) {
        String tag = head.field("ETag");
        if (!FileDoor.tag(file.key()).equals(tag)) {
            return lies("answers with the tag " + tag);
        }
        String stated = head.field("Content-Length");
        if (stated.isEmpty() || !head.field("Transfer-Encoding").isEmpty()) {
            return new SourceException(Fault.PASSING, "does not say how many bytes it sends");
        }
        return stated.equals(Integer.toString(length))
                ? null
                : lies("answers with " + stated + " bytes instead of " + length);
    }

    private static SourceException lies(String what) {
        return new SourceException(Fault.LIES, what);
    }
}
