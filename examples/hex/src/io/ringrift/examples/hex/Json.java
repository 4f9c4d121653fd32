package io.ringrift.examples.hex;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A JSON value (RFC 8259), as small as this program needs it.
 *
 * <p>Numbers keep their literal, so that a 64-bit seed survives. {@code toString} writes a value on
 * one line; {@link JsonReader} reads it.
 */
sealed interface Json {
    /** The members in the order they were written. */
    record Obj(Map<String, Json> members) implements Json {
        @Override
        public String toString() {
            return JsonWriter.write(this);
        }
    }

    record Arr(List<Json> elements) implements Json {
        @Override
        public String toString() {
            return JsonWriter.write(this);
        }
    }

    record Text(String value) implements Json {
        @Override
        public String toString() {
            return JsonWriter.write(this);
        }
    }

    record Num(String literal) implements Json {
        @Override
        public String toString() {
            return literal;
        }
    }

    record Bool(boolean value) implements Json {
        @Override
        public String toString() {
            return Boolean.toString(value);
        }
    }

    /** The literal null. */
    record Null() implements Json {
        @Override
        public String toString() {
            return "null";
        }
    }

    static Json of(String value) {
        return new Text(value);
    }

    static Json of(boolean value) {
        return new Bool(value);
    }

    static Json of(long value) {
        return new Num(Long.toString(value));
    }

    /** A number rounded to six decimals, more than any metric here is worth. */
    static Json of(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("JSON has no number " + value);
        }
        double rounded = Math.rint(value * 1e6) / 1e6;
        return new Num(Double.toString(rounded));
    }

    static Json of(int[] values) {
        List<Json> elements = new ArrayList<>(values.length);
        for (int value : values) {
            elements.add(of(value));
        }
        return new Arr(elements);
    }
}
