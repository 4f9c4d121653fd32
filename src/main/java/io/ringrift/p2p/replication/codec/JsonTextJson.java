package io.ringrift.p2p.replication.codec;

import io.ringrift.p2p.model.JsonText;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadCapability;
import tools.jackson.core.StreamWriteCapability;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.ser.std.StdSerializer;

import java.io.StringWriter;

/**
 * A JSON object that nobody here looks into: in JSON it stands as the object itself, in a binary
 * format as its text, since raw JSON has no place there.
 */
final class JsonTextJson {

    private JsonTextJson() {}

    static final class Writer extends StdSerializer<JsonText> {

        Writer() {
            super(JsonText.class);
        }

        @Override
        public void serialize(JsonText text, JsonGenerator out, SerializationContext context) {
            if (out.has(StreamWriteCapability.CAN_WRITE_BINARY_NATIVELY)) {
                out.writeString(text.value());
            } else {
                out.writeRawValue(text.value());
            }
        }
    }

    static final class Reader extends StdDeserializer<JsonText> {

        private final transient JsonFactory json = new JsonFactory();

        Reader() {
            super(JsonText.class);
        }

        @Override
        public JsonText deserialize(JsonParser parser, DeserializationContext context) {
            if (parser.hasToken(JsonToken.VALUE_STRING) && isBinary(parser)) {
                return new JsonText(parser.getString());
            }
            if (!parser.hasToken(JsonToken.START_OBJECT)) {
                return (JsonText) context.handleUnexpectedToken(getValueType(context), parser);
            }
            StringWriter text = new StringWriter();
            try (JsonGenerator copy = json.createGenerator(ObjectWriteContext.empty(), text)) {
                copy.copyCurrentStructureExact(parser);
            }
            return new JsonText(text.toString());
        }

        private static boolean isBinary(JsonParser parser) {
            return parser.streamReadCapabilities().isEnabled(StreamReadCapability.EXACT_FLOATS);
        }
    }
}
