package io.ringrift.examples.hex;

import java.util.Locale;
import java.util.Map;

/** Writes {@link Json} on one line without spaces. */
final class JsonWriter {
    private final StringBuilder out = new StringBuilder();

    private JsonWriter() {}

    static String write(Json value) {
        JsonWriter writer = new JsonWriter();
        writer.append(value);
        return writer.out.toString();
    }

    private void append(Json value) {
        switch (value) {
            case Json.Obj object -> appendObject(object);
            case Json.Arr array -> appendArray(array);
            case Json.Text text -> appendText(text.value());
            case Json.Num _, Json.Bool _, Json.Null _ -> out.append(value);
        }
    }

    private void appendObject(Json.Obj object) {
        String separator = "{";
        for (Map.Entry<String, Json> member : object.members().entrySet()) {
            out.append(separator);
            appendText(member.getKey());
            out.append(':');
            append(member.getValue());
            separator = ",";
        }
        out.append(object.members().isEmpty() ? "{}" : "}");
    }

    private void appendArray(Json.Arr array) {
        String separator = "[";
        for (Json element : array.elements()) {
            out.append(separator);
            append(element);
            separator = ",";
        }
        out.append(array.elements().isEmpty() ? "[]" : "]");
    }

    private void appendText(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
