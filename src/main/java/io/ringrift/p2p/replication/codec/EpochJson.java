package io.ringrift.p2p.replication.codec;

import io.ringrift.p2p.model.Epoch;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.ser.std.StdScalarSerializer;

/** An epoch is a number that is not negative. */
final class EpochJson {

    private EpochJson() {}

    static final class Writer extends StdScalarSerializer<Epoch> {

        Writer() {
            super(Epoch.class);
        }

        @Override
        public void serialize(Epoch epoch, JsonGenerator out, SerializationContext context) {
            out.writeNumber(epoch.value());
        }
    }

    static final class Reader extends StdScalarDeserializer<Epoch> {

        Reader() {
            super(Epoch.class);
        }

        @Override
        public Epoch deserialize(JsonParser parser, DeserializationContext context) {
            long value = _parseLongPrimitive(parser, context);
            if (value < 0) {
                throw context.weirdNumberException(value, Epoch.class, "must not be negative");
            }
            return new Epoch(value);
        }
    }
}
