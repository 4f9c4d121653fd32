package io.ringrift.examples.hex;

import java.util.LinkedHashMap;
import java.util.Map;

/** Builds a JSON object member by member. */
final class JsonObject {
    private final Map<String, Json> members = new LinkedHashMap<>();

    JsonObject put(String name, Json value) {
        members.put(name, value);
        return this;
    }

    JsonObject put(String name, String value) {
        return put(name, Json.of(value));
    }

    JsonObject put(String name, long value) {
        return put(name, Json.of(value));
    }

    JsonObject put(String name, double value) {
        return put(name, Json.of(value));
    }

    Json.Obj json() {
        return new Json.Obj(members);
    }
}
