package io.ringrift.p2p.replication.codec;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

/** Writes the key of a map as its text. */
final class TextKeyWriter extends ValueSerializer<Object> {

    @Override
    public void serialize(Object key, JsonGenerator out, SerializationContext context) {
        out.writeName(key.toString());
    }
}
