package io.ringrift.p2p.web;

import io.ringrift.p2p.replication.codec.ModelModule;

import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON at the doors: the manners of the outside contract, and strict. A field that nobody knows,
 * one that comes twice, or a number with a fraction where a whole one belongs, is the sender's
 * mistake and a 400.
 */
public final class StrictJson {

    private StrictJson() {}

    /** Gives the manners to a mapper. */
    public static JsonMapper.Builder applyTo(JsonMapper.Builder builder) {
        return ModelModule.applyTo(builder)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
    }
}
