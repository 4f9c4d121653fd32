package io.ringrift.examples.hex;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one JSON value and accepts nothing that RFC 8259 does not, nor a member given twice, nor
 * nesting deeper than {@value #MAX_DEPTH}.
 */
final class JsonReader {
    private static final int MAX_DEPTH = 64;
    private static final Pattern NUMBER =
            Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");

    private final String text;
    private final Matcher number;
    private int at;

    private JsonReader(String text) {
        this.text = text;
        this.number = NUMBER.matcher(text);
    }

    /**
     * The value that makes up the whole text.
     *
     * @throws IllegalArgumentException if the text is not JSON, saying where
     */
    static Json read(String text) {
        JsonReader reader = new JsonReader(text);
        Json value = reader.value(0);
        reader.skipSpace();
        if (reader.at < text.length()) {
            throw reader.unexpected("the end");
        }
        return value;
    }

    private Json value(int depth) {
        if (depth > MAX_DEPTH) {
            throw unexpected("less depth");
        }
        skipSpace();
        return switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> new Json.Text(string());
            case 't' -> literal("true", new Json.Bool(true));
            case 'f' -> literal("false", new Json.Bool(false));
            case 'n' -> literal("null", new Json.Null());
            default -> number();
        };
    }

    private Json object(int depth) {
        Map<String, Json> members = new LinkedHashMap<>();
        expect('{');
        if (!accept('}')) {
            do {
                skipSpace();
                String name = string();
                expect(':');
                if (members.putIfAbsent(name, value(depth + 1)) != null) {
                    throw new IllegalArgumentException("member '" + name + "' is given twice");
                }
            } while (accept(','));
            expect('}');
        }
        return new Json.Obj(members);
    }

    private Json array(int depth) {
        List<Json> elements = new ArrayList<>();
        expect('[');
        if (!accept(']')) {
            do {
                elements.add(value(depth + 1));
            } while (accept(','));
            expect(']');
        }
        return new Json.Arr(elements);
    }

    private String string() {
        StringBuilder result = new StringBuilder();
        expect('"');
        while (peek() != '"') {
            char c = text.charAt(at++);
            if (c < ' ') {
                at--;
                throw unexpected("no control character in a string");
            }
            result.append(c == '\\' ? escaped() : c);
        }
        at++;
        return result.toString();
    }

    private char escaped() {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> codeUnit();
            default -> throw unexpected("an escape sequence");
        };
    }

    private char codeUnit() {
        int end = at + 4;
        if (end > text.length() || !text.substring(at, end).matches("[0-9a-fA-F]{4}")) {
            throw unexpected("four hexadecimal digits");
        }
        char unit = (char) Integer.parseInt(text, at, end, 16);
        at = end;
        return unit;
    }

    private Json number() {
        number.region(at, text.length());
        if (!number.lookingAt()) {
            throw unexpected("a value");
        }
        at = number.end();
        return new Json.Num(number.group());
    }

    private Json literal(String word, Json value) {
        if (!text.startsWith(word, at)) {
            throw unexpected(word);
        }
        at += word.length();
        return value;
    }

    private boolean accept(char c) {
        skipSpace();
        boolean found = at < text.length() && text.charAt(at) == c;
        if (found) {
            at++;
        }
        return found;
    }

    private void expect(char c) {
        if (!accept(c)) {
            throw unexpected("'" + c + "'");
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw unexpected("more text");
        }
        return text.charAt(at);
    }

    private void skipSpace() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private IllegalArgumentException unexpected(String wanted) {
        return new IllegalArgumentException("expected " + wanted + " at character " + (at + 1));
    }
}
