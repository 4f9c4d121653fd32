package io.ringrift.p2p.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Takes HTTP/1.1 answers apart as they come in, with a length or in chunks. */
final class AnswerReader {

    private byte[] bytes = new byte[8 << 10];
    private int size;
    private int head;

    /** Adds what has arrived. */
    void add(ByteBuffer arrived) {
        int more = arrived.remaining();
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
        }
        arrived.get(bytes, size, more);
        size += more;
    }

    /** Whether the answer is complete; nothing may follow it, since nothing more was asked. */
    boolean isComplete() {
        if (head == 0) {
            int end = find("\r\n\r\n", 0);
            if (end < 0) {
                return false;
            }
            head = end + 4;
        }
        int length = length();
        return length >= 0 ? size >= head + length : endsWith("0\r\n\r\n");
    }

    int status() {
        return (bytes[9] - '0') * 100 + (bytes[10] - '0') * 10 + bytes[11] - '0';
    }

    /** The value of a header that must be there. */
    String header(String name) {
        int at = find(name + ": ", 0);
        if (at < 0 || at > head) {
            throw new IllegalStateException("the answer has no header " + name);
        }
        int from = at + name.length() + 2;
        return new String(bytes, from, find("\r\n", from) - from, StandardCharsets.US_ASCII);
    }

    /** The body as text, chunks joined. */
    String body() {
        String raw = new String(bytes, head, size - head, StandardCharsets.UTF_8);
        if (length() >= 0) {
            return raw;
        }
        StringBuilder joined = new StringBuilder();
        byte[] all = Arrays.copyOfRange(bytes, head, size);
        int at = 0;
        while (true) {
            int line = at;
            while (all[line] != '\r') {
                line++;
            }
            int chunk =
                    Integer.parseInt(new String(all, at, line - at, StandardCharsets.US_ASCII), 16);
            if (chunk == 0) {
                return joined.toString();
            }
            joined.append(new String(all, line + 2, chunk, StandardCharsets.UTF_8));
            at = line + 2 + chunk + 2;
        }
    }

    void clear() {
        size = 0;
        head = 0;
    }

    private int length() {
        int at = find("Content-Length: ", 0);
        if (at < 0 || at > head) {
            return -1;
        }
        int value = 0;
        for (int i = at + 16; bytes[i] != '\r'; i++) {
            value = value * 10 + bytes[i] - '0';
        }
        return value;
    }

    private boolean endsWith(String text) {
        int from = size - text.length();
        return from >= head && matches(text, from);
    }

    private int find(String text, int from) {
        for (int i = from; i <= size - text.length(); i++) {
            if (matches(text, i)) {
                return i;
            }
        }
        return -1;
    }

    private boolean matches(String text, int at) {
        for (int i = 0; i < text.length(); i++) {
            if (bytes[at + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
