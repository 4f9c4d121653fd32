package io.ringrift.p2p.replication.codec;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.model.AttemptToken;
import io.ringrift.p2p.model.JobId;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.dataformat.smile.SmileMapper;
import tools.jackson.dataformat.smile.SmileReadFeature;
import tools.jackson.dataformat.smile.SmileWriteFeature;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * The Smile mapper (binary JSON, https://github.com/FasterXML/smile-format-specification) for what
 * goes to disk: field names make it safe to evolve, binary UUIDs and shared names keep it small.
 */
final class CodecMapper {

    private static final int UUID_BYTES = 16;

    private CodecMapper() {}

    /**
     * A part of a backup inside a command is what it would be on disk: a snapshot. Made at its
     * first use, since snapshots need this mapper themselves.
     */
    private static final class Parts {

        private static final SnapshotCodec SNAPSHOTS = new SnapshotCodec();

        private Parts() {}

        static byte[] bytes(ClusterState part) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try {
                SNAPSHOTS.write(part, bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return bytes.toByteArray();
        }

        static ClusterState state(byte[] bytes) {
            try {
                return SNAPSHOTS.read(new ByteArrayInputStream(bytes), bytes.length);
            } catch (IOException e) {
                throw new UnreadableException("part of a backup", e);
            }
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "@")
    private interface Named {}

    static SmileMapper create() {
        return SmileMapper.builder()
                .disable(SmileWriteFeature.WRITE_HEADER)
                .disable(SmileReadFeature.REQUIRE_HEADER)
                // Questions such as isLive are no components; their answers need no bytes.
                .changeDefaultVisibility(
                        visible -> visible.withIsGetterVisibility(JsonAutoDetect.Visibility.NONE))
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .changeDefaultPropertyInclusion(
                        _ ->
                                JsonInclude.Value.construct(
                                        JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
                .addModules(new ModelModule(), shorterForms())
                .addMixIn(Command.class, Named.class)
                .registerSubtypes(commandNames().toArray(NamedType[]::new))
                .build();
    }

    /** Wire names are the simple class names; the golden files keep them from changing. */
    private static List<NamedType> commandNames() {
        List<NamedType> names = new ArrayList<>();
        collect(Command.class, names);
        return names;
    }

    private static void collect(Class<?> sealed, List<NamedType> names) {
        for (Class<?> permitted : sealed.getPermittedSubclasses()) {
            if (permitted.isSealed()) {
                collect(permitted, names);
            } else {
                names.add(new NamedType(permitted, permitted.getSimpleName()));
            }
        }
    }

    /** What differs on disk from {@link ModelModule}: shorter forms of ids and times. */
    private static SimpleModule shorterForms() {
        SimpleModule module = new SimpleModule("p2p-on-disk");
        uuid(module, JobId.class, JobId::value, JobId::new);
        uuid(module, AttemptToken.class, AttemptToken::value, AttemptToken::new);
        add(
                module,
                ClusterState.class,
                (part, out) -> out.writeBinary(Parts.bytes(part)),
                in -> Parts.state(in.getBinaryValue()));
        add(
                module,
                Instant.class,
                (at, out) -> time(out, at.getEpochSecond(), at.getNano(), at),
                in ->
                        in.currentToken() == JsonToken.VALUE_STRING
                                ? Instant.parse(in.getString())
                                : Instant.ofEpochMilli(in.getLongValue()));
        add(
                module,
                Duration.class,
                (time, out) -> time(out, time.getSeconds(), time.getNano(), time),
                in ->
                        in.currentToken() == JsonToken.VALUE_STRING
                                ? Duration.parse(in.getString())
                                : Duration.ofMillis(in.getLongValue()));
        return module;
    }

    /**
     * Milliseconds where they are exact, else ISO 8601: what is read must equal what was written,
     * or a replica that replays would differ from the leader that applied the original.
     */
    private static void time(JsonGenerator out, long seconds, int nanos, Object exact) {
        boolean milli = nanos % 1_000_000 == 0 && Math.abs(seconds) < Long.MAX_VALUE / 2_000;
        if (milli) {
            out.writeNumber(seconds * 1_000 + nanos / 1_000_000);
        } else {
            out.writeString(exact.toString());
        }
    }

    /** 16 bytes, big end first, as the library writes a UUID; read without asking it each time. */
    private static <T> void uuid(
            SimpleModule module, Class<T> type, Function<T, UUID> write, Function<UUID, T> read) {
        add(
                module,
                type,
                (value, out) -> out.writePOJO(write.apply(value)),
                in -> read.apply(uuid(in)));
    }

    private static UUID uuid(JsonParser in) {
        byte[] bytes = in.getBinaryValue();
        if (bytes.length != UUID_BYTES) {
            throw new IllegalArgumentException("a UUID has 16 bytes, not " + bytes.length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong());
    }

    private interface Write<T> {
        void to(T value, JsonGenerator out);
    }

    private interface Read<T> {
        T from(JsonParser in);
    }

    private static <T> void add(SimpleModule module, Class<T> type, Write<T> write, Read<T> read) {
        module.addSerializer(
                type,
                new ValueSerializer<T>() {
                    @Override
                    public void serialize(T value, JsonGenerator out, SerializationContext c) {
                        write.to(value, out);
                    }
                });
        module.addDeserializer(
                type,
                new ValueDeserializer<T>() {
                    @Override
                    public T deserialize(JsonParser in, DeserializationContext context) {
                        return read.from(in);
                    }
                });
    }
}
