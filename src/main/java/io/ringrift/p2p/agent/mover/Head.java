package io.ringrift.p2p.agent.mover;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The head of an answer (RFC 9112): its status and its fields, the first one of each name.
 *
 * @param fields by their names in lower case
 * @param keeps whether the connection can be used for another request
 */
record Head(int status, Map<String, String> fields, boolean keeps) {

    /** Longer ones are nobody's we know. */
    private static final int MAX_BYTES = 16 << 10;

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.([01]) ([1-5][0-9]{2})( .*)?");
    private static final Pattern FIELD = Pattern.compile("([!-9;-~]+):[ \t]*(.*?)[ \t]*");

    Head {
        fields = Map.copyOf(fields);
    }

    String field(String name) {
        return fields.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    /** Says what it is once all of it is there. */
    static final class Reader {

        private final byte[] bytes = new byte[MAX_BYTES];
        private int length;

        /** Whether anything of it has come. */
        boolean hasBegun() {
            return length > 0;
        }

        /**
         * Reads on, to its end and not a byte further. After a timeout it can be called again.
         *
         * @throws EOFException when the connection ends
         * @throws IOException also when it is no head
         */
        Head read(InputStream in) throws IOException {
            while (true) {
                while (!isWhole()) {
                    int next = in.read();
                    if (next < 0) {
                        throw new EOFException("closed the connection");
                    }
                    if (length == MAX_BYTES) {
                        throw new IOException("answers with a head that does not end");
                    }
                    bytes[length++] = (byte) next;
                }
                Head head = parse(new String(bytes, 0, length - 4, StandardCharsets.ISO_8859_1));
                length = 0;
                if (head.status() >= 200) {
                    return head;
                }
            }
        }

        private boolean isWhole() {
            return length >= 4
                    && bytes[length - 1] == '\n'
                    && bytes[length - 2] == '\r'
                    && bytes[length - 3] == '\n'
                    && bytes[length - 4] == '\r';
        }
    }

    private static Head parse(String text) throws IOException {
        String[] lines = text.split("\r\n", -1);
        Matcher status = STATUS.matcher(lines[0]);
        if (!status.matches()) {
            throw new IOException("answers with what is no HTTP");
        }
        Map<String, String> fields = new HashMap<>();
        for (int i = 1; i < lines.length; i++) {
            Matcher field = FIELD.matcher(lines[i]);
            if (!field.matches()) {
                throw new IOException("answers with a head that is no HTTP");
            }
            fields.putIfAbsent(field.group(1).toLowerCase(Locale.ROOT), field.group(2));
        }
        String connection = fields.getOrDefault("connection", "").toLowerCase(Locale.ROOT);
        boolean keeps = status.group(1).equals("1") && !connection.contains("close");
        return new Head(Integer.parseInt(status.group(2)), fields, keeps);
    }
}
