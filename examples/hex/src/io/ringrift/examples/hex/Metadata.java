package io.ringrift.examples.hex;

import java.util.Optional;

/** The details of a job beyond its game and size: a JSON object of strings and numbers. */
final class Metadata {
    private final String source;
    private final JsonFields fields;

    /**
     * Reads the object.
     *
     * @param source the name to blame if something is wrong
     */
    Metadata(String source, String text) {
        this.source = source;
        try {
            this.fields = JsonFields.parse(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidInput(source, String.valueOf(e.getMessage()));
        }
    }

    /** The value of a key; empty if the key is missing or its value the empty string. */
    Optional<String> find(String key) {
        return fields.find(key)
                .map(
                        value ->
                                switch (value) {
                                    case Json.Text(String text) -> text;
                                    case Json.Num(String literal) -> literal;
                                    default ->
                                            throw new InvalidInput(
                                                    blame(key), "is neither string nor number");
                                })
                .filter(text -> !text.isEmpty());
    }

    /** A whole number from 1 to the limit. */
    int count(String key, int fallback, int limit) {
        return find(key).map(text -> Count.parse(blame(key), text, limit)).orElse(fallback);
    }

    String blame(String key) {
        return source + " key '" + key + "'";
    }
}
