package io.ringrift.p2p.replication.codec;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

import java.util.function.Function;

/** Reads a value from a JSON string and nothing else; what the model refuses is a 400. */
final class TextReader<T> extends StdScalarDeserializer<T> {

    private final transient Function<String, T> parse;

    TextReader(Class<T> type, Function<String, T> parse) {
        super(type);
        this.parse = parse;
    }

    @Override
    @SuppressWarnings("unchecked") // handledType() is the class given above
    public T deserialize(JsonParser parser, DeserializationContext context) {
        if (!parser.hasToken(JsonToken.VALUE_STRING)) {
            return (T) context.handleUnexpectedToken(getValueType(context), parser);
        }
        String text = parser.getString();
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException refused) {
            throw context.weirdStringException(text, handledType(), refused.getMessage());
        }
    }
}
