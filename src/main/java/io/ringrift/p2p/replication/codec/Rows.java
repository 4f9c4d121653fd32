package io.ringrift.p2p.replication.codec;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.ObjectMapper;

/** Rows of different types, one after the other, from one parser. */
final class Rows {

    private final ObjectMapper mapper;
    private final JsonParser parser;

    Rows(ObjectMapper mapper, JsonParser parser) {
        this.mapper = mapper;
        this.parser = parser;
    }

    <T> T next(Class<T> type) {
        JsonToken token = parser.nextToken();
        if (token != JsonToken.START_OBJECT) {
            throw new UnreadableException("snapshot ends early", null);
        }
        return mapper.readValue(parser, type);
    }
}
