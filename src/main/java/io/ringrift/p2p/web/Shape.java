package io.ringrift.p2p.web;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.exc.MismatchedInputException;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a field must be, in the words of JSON. Jackson's own speak of Java. */
final class Shape {

    private Shape() {}

    /** What was wanted where something else came, or null when that has no word in JSON. */
    static @Nullable String wanted(MismatchedInputException error) {
        String message = error.getOriginalMessage();
        Class<?> type = error.getTargetType();
        // Other messages are sentences of our own types about what was wrong with a text.
        if (type == null || message == null || !message.startsWith("Cannot deserialize value")) {
            return null;
        }
        if (type.isEnum()) {
            return "one of "
                    + Stream.of(type.getEnumConstants())
                            .map(one -> one.toString())
                            .collect(Collectors.joining(", "));
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == double.class || type == Double.class) {
            return "a number";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "a whole number";
        }
        if (CharSequence.class.isAssignableFrom(type)) {
            return "a text";
        }
        if (type.isArray() || Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        return type.isRecord() || Map.class.isAssignableFrom(type) ? "an object" : null;
    }
}
