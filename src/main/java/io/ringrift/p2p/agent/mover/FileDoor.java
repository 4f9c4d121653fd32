package io.ringrift.p2p.agent.mover;

import io.ringrift.p2p.agent.mover.SourceException.Fault;
import io.ringrift.p2p.model.data.DataDoor;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.wire.Transfer.Peer;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.ResponseInfo;

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
        if (peer.ticket() != null) {
            request.header("Authorization", "Ticket " + peer.ticket());
        }
    }

    /** What is wrong with the head of an answer to a request for these bytes, or null. */
    static @Nullable SourceException fault(
            ResponseInfo info, DataFile file, long from, int length) {
        return switch (info.statusCode()) {
            case 206 -> partial(info, file, from, length);
            case 200 -> whole(info, file, from, length);
            case 401, 403, 404, 410, 412 ->
                    new SourceException(Fault.NOT_HERE, "answers " + info.statusCode());
            case 416 ->
                    new SourceException(Fault.LIES, "says that the file ends before its own size");
            default -> new SourceException(Fault.PASSING, "answers " + info.statusCode());
        };
    }

    private static @Nullable SourceException partial(
            ResponseInfo info, DataFile file, long from, int length) {
        String expected = "bytes %d-%d/%d".formatted(from, from + length - 1, file.size());
        String range = header(info, "Content-Range");
        if (!expected.equals(range)) {
            return lies("answers with the range '" + range + "' instead of '" + expected + "'");
        }
        return body(info, file, length);
    }

    private static @Nullable SourceException whole(
            ResponseInfo info, DataFile file, long from, int length) {
        return from == 0 && length == file.size()
                ? body(info, file, length)
                : lies("answers with the whole file instead of a range");
    }

    private static @Nullable SourceException body(ResponseInfo info, DataFile file, int length) {
        String tag = header(info, "ETag");
        if (!FileDoor.tag(file.key()).equals(tag)) {
            return lies("answers with the tag " + tag);
        }
        String stated = header(info, "Content-Length");
        return stated.isEmpty() || stated.equals(Integer.toString(length))
                ? null
                : lies("answers with " + stated + " bytes instead of " + length);
    }

    private static String header(ResponseInfo info, String name) {
        return info.headers().firstValue(name).orElse("");
    }

    private static SourceException lies(String what) {
        return new SourceException(Fault.LIES, what);
    }
}
