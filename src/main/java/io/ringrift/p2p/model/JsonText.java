package io.ringrift.p2p.model;

/**
 * A JSON object kept as its text, because the cluster carries it and never looks inside.
 *
 * @param value a JSON object, checked where it came in
 */
public record JsonText(String value) {

    /** The object without members. */
    public static final JsonText EMPTY = new JsonText("{}");

    public JsonText {
        if (!value.startsWith("{") || !value.endsWith("}")) {
            throw new IllegalArgumentException("a JSON object starts with '{' and ends with '}'");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
