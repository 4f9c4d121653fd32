package io.ringrift.p2p.events;

import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.NodeId;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Events as bytes of a file: length and checksum of the rest (int each), id (long, int), type,
 * number of jobs and their 16 bytes each, number of nodes and their names, then the JSON.
 */
final class EventRecords {

    /** A record holds one event; nothing that an event holds comes near to this. */
    static final int MAX_BYTES = 16 << 20;

    private static final int HEAD = 8;

    private EventRecords() {}

    static byte[] encode(List<StoredEvent> events) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(events.size() * 300);
        ByteArrayOutputStream one = new ByteArrayOutputStream(300);
        DataOutputStream out = new DataOutputStream(all);
        try {
            for (StoredEvent event : events) {
                one.reset();
                write(event, new DataOutputStream(one));
                byte[] body = one.toByteArray();
                out.writeInt(body.length);
                out.writeInt(checksum(ByteBuffer.wrap(body)));
                out.write(body);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail so", e);
        }
        return all.toByteArray();
    }

    private static void write(StoredEvent event, DataOutputStream out) throws IOException {
        out.writeLong(event.id().index());
        out.writeInt(event.id().position());
        text(event.type(), out);
        out.writeInt(event.jobs().size());
        for (JobId job : event.jobs()) {
            out.writeLong(job.value().getMostSignificantBits());
            out.writeLong(job.value().getLeastSignificantBits());
        }
        out.writeInt(event.nodes().size());
        for (NodeId node : event.nodes()) {
            text(node.value(), out);
        }
        out.write(event.json().getBytes(StandardCharsets.UTF_8));
    }

    private static void text(String text, DataOutputStream out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeByte(bytes.length);
        out.write(bytes);
    }

    /**
     * Reads the next record and moves behind it; null, without a move, when it is not wholly there.
     *
     * @throws DamagedException when what is there was never written so
     */
    static @Nullable StoredEvent next(ByteBuffer in) throws DamagedException {
        if (in.remaining() < HEAD) {
            return null;
        }
        int length = in.getInt(in.position());
        if (length <= 0 || length > MAX_BYTES) {
            throw new DamagedException();
        }
        if (in.remaining() < HEAD + length) {
            return null;
        }
        ByteBuffer body = in.slice(in.position() + HEAD, length);
        if (checksum(body.duplicate()) != in.getInt(in.position() + 4)) {
            throw new DamagedException();
        }
        in.position(in.position() + HEAD + length);
        return read(body);
    }

    private static StoredEvent read(ByteBuffer body) {
        EventId id = new EventId(body.getLong(), body.getInt());
        String type = text(body);
        List<JobId> jobs = new ArrayList<>();
        for (int left = body.getInt(); left > 0; left--) {
            jobs.add(new JobId(new UUID(body.getLong(), body.getLong())));
        }
        List<NodeId> nodes = new ArrayList<>();
        for (int left = body.getInt(); left > 0; left--) {
            nodes.add(new NodeId(text(body)));
        }
        byte[] json = new byte[body.remaining()];
        body.get(json);
        return new StoredEvent(id, type, jobs, nodes, new String(json, StandardCharsets.UTF_8));
    }

    private static String text(ByteBuffer in) {
        byte[] bytes = new byte[in.get() & 0xff];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        return (int) sum.getValue();
    }

    /** The bytes are no record. */
    static final class DamagedException extends IOException {

        private static final long serialVersionUID = 1L;

        DamagedException() {
            super("a record of the event history is damaged");
        }
    }
}
