package io.ringrift.p2p.replication.codec;

import io.ringrift.p2p.engine.Command;

import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.dataformat.smile.SmileMapper;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Commands as bytes. An entry of the log is: one byte format version, the number of commands (4
 * bytes, big endian), then per command its length (4 bytes) and its Smile document.
 */
public final class CommandCodec {

    /** The format that this program writes. */
    public static final byte FORMAT = 1;

    /** No entry holds more, or one could exhaust the memory of every replica. */
    public static final int MAX_COMMANDS = 10_000;

    private final ObjectWriter writer;
    private final ObjectReader reader;

    public CommandCodec() {
        SmileMapper mapper = CodecMapper.create();
        this.writer = mapper.writerFor(Command.class);
        this.reader = mapper.readerFor(Command.class);
    }

    /** One command as a Smile document. */
    public byte[] encode(Command command) {
        return writer.writeValueAsBytes(command);
    }

    /** Joins documents made by {@link #encode} into one entry. */
    public byte[] entry(List<byte[]> documents) {
        int size = 5;
        for (byte[] document : documents) {
            size += 4 + document.length;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(size);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeInt(documents.size());
            for (byte[] document : documents) {
                out.writeInt(document.length);
                out.write(document);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads an entry.
     *
     * @throws UnreadableException when the bytes are not an entry of a known format
     */
    public List<Command> decode(byte[] entry) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(entry))) {
            int format = in.readByte();
            if (format != FORMAT) {
                throw new UnreadableException("log entry of format " + format, null);
            }
            int count = in.readInt();
            if (count < 0 || count > MAX_COMMANDS) {
                throw new UnreadableException("log entry of " + count + " commands", null);
            }
            List<Command> commands = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                int length = in.readInt();
                if (length < 0 || length > in.available()) {
                    throw new UnreadableException("log entry ends early", null);
                }
                commands.add(reader.readValue(in.readNBytes(length)));
            }
            return commands;
        } catch (UnreadableException e) {
            throw e;
        } catch (InvalidTypeIdException e) {
            throw new UnreadableException(
                    "it needs a newer program: this one does not know " + e.getTypeId(), e);
        } catch (IOException | RuntimeException e) {
            throw new UnreadableException("log entry cannot be read", e);
        }
    }
}
