package io.ringrift.p2p.replication.codec;

import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.KeyDeserializer;

import java.util.function.Function;

/** Reads the key of a map. */
final class TextKeyReader<T> extends KeyDeserializer {

    private final Class<T> type;
    private final Function<String, T> parse;

    TextKeyReader(Class<T> type, Function<String, T> parse) {
        this.type = type;
        this.parse = parse;
    }

    @Override
    public Object deserializeKey(String key, DeserializationContext context) {
        try {
            return parse.apply(key);
        } catch (IllegalArgumentException refused) {
            throw context.weirdKeyException(type, key, refused.getMessage());
        }
    }
}
