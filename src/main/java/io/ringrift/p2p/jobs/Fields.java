package io.ringrift.p2p.jobs;

import io.ringrift.p2p.web.Problem.FieldError;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The fields of one object and what is wrong with them. */
final class Fields {

    private final JsonNode object;
    private final String prefix;
    final List<FieldError> errors = new ArrayList<>();

    Fields(JsonNode object, String prefix) {
        this.object = object;
        this.prefix = prefix;
    }

    void wrong(String field, String message) {
        errors.add(new FieldError(prefix + field, message));
    }

    void refuseUnknown(Set<String> known) {
        for (String name : object.propertyNames()) {
            if (!known.contains(name)) {
                wrong(
                        shown(name),
                        "is not known; known are "
                                + String.join(", ", known.stream().sorted().toList()));
            }
        }
    }

    Optional<String> text(String field, boolean required) {
        JsonNode value = object.get(field);
        if (value == null || value.isNull()) {
            if (required) {
                wrong(field, "is missing");
            }
            return Optional.empty();
        }
        if (!value.isString()) {
            wrong(field, "must be a string");
            return Optional.empty();
        }
        return Optional.of(value.stringValue());
    }

    int integer(String field, int otherwise, int least, int most) {
        JsonNode value = object.get(field);
        if (value == null || value.isNull()) {
            return otherwise;
        }
        if (!value.isIntegralNumber()
                || !value.canConvertToInt()
                || value.intValue() < least
                || value.intValue() > most) {
            wrong(field, "must be a whole number from " + least + " to " + most);
            return otherwise;
        }
        return value.intValue();
    }

    /** A flag, false when it is left out. */
    boolean flag(String field) {
        JsonNode value = object.get(field);
        if (value == null || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            wrong(field, "must be true or false");
            return false;
        }
        return value.booleanValue();
    }

    /** A list of strings, empty when it is left out. */
    List<String> texts(String field, int most) {
        JsonNode value = object.get(field);
        if (value == null || value.isNull()) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        boolean good = value.isArray() && value.size() <= most;
        for (JsonNode element : value) {
            good &= element.isString();
            texts.add(element.isString() ? element.stringValue() : "");
        }
        if (!good) {
            wrong(field, "must be a list of at most " + most + " strings");
            return List.of();
        }
        return texts;
    }

    /** MiB as bytes. */
    long mebibytes(String field, long otherwise) {
        JsonNode value = object.get(field);
        return value == null || value.isNull()
                ? otherwise
                : integer(field, 0, 0, 1 << 30) * (1L << 20);
    }

    int thousandths(String field, int otherwise, int most) {
        JsonNode value = object.get(field);
        if (value == null || value.isNull()) {
            return otherwise;
        }
        double number = value.isNumber() ? value.doubleValue() : Double.NaN;
        if (!(number >= 0 && number <= most)) {
            wrong(field, "must be a number from 0 to " + most);
            return otherwise;
        }
        return (int) Math.round(number * 1_000);
    }

    @Nullable JsonNode object(String field) {
        JsonNode value = object.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isObject()) {
            wrong(field, "must be an object");
            return null;
        }
        return value;
    }

    static String shown(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
