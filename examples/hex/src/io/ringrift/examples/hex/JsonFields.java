package io.ringrift.examples.hex;

import java.util.List;
import java.util.Optional;

/**
 * Typed access to the members of a JSON object; each refusal is an {@link IllegalArgumentException}
 * that names the member.
 */
final class JsonFields {
    private final Json.Obj object;

    private JsonFields(Json.Obj object) {
        this.object = object;
    }

    static JsonFields parse(String text) {
        if (JsonReader.read(text) instanceof Json.Obj object) {
            return new JsonFields(object);
        }
        throw new IllegalArgumentException("not a JSON object");
    }

    /** The members of an element that must be an object. */
    static JsonFields of(String name, Json value) {
        if (value instanceof Json.Obj object) {
            return new JsonFields(object);
        }
        throw new IllegalArgumentException("'" + name + "' holds something that is no object");
    }

    Optional<Json> find(String name) {
        return Optional.ofNullable(object.members().get(name));
    }

    Json get(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is missing"));
    }

    int integer(String name) {
        return integer(name, get(name));
    }

    /** The elements of an array, none if the member is missing. */
    List<Json> elements(String name) {
        return find(name).map(value -> elements(name, value)).orElse(List.of());
    }

    static List<Json> elements(String name, Json value) {
        if (value instanceof Json.Arr(List<Json> elements)) {
            return elements;
        }
        throw new IllegalArgumentException("'" + name + "' is not an array");
    }

    static String text(String name, Json value) {
        if (value instanceof Json.Text(String text)) {
            return text;
        }
        throw new IllegalArgumentException("'" + name + "' is not a string");
    }

    static int integer(String name, Json value) {
        if (value instanceof Json.Num(String literal)) {
            try {
                return Integer.parseInt(literal);
            } catch (NumberFormatException _) {
                // Falls through to the refusal below.
            }
        }
        throw new IllegalArgumentException("'" + name + "' is not an integer");
    }
}
