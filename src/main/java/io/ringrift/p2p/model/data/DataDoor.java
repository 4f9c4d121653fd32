package io.ringrift.p2p.model.data;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where a file is read and written on a node: {@code /data/files/<kind>/<path>}, each segment of
 * the path percent-encoded UTF-8 (RFC 3986). There is one way only to read such an address, for
 * whoever guards the door as for whoever opens it.
 *
 * @param kind first segment after the prefix
 * @param path the others
 */
public record DataDoor(DataKind kind, DataPath path) {

    /** What every such address begins with. */
    public static final String PREFIX = "/data/files/";

    private static final String UNRESERVED = "-._~";

    /**
     * Reads a request's path as it was sent, without its query.
     *
     * @throws IllegalArgumentException with half a sentence, when it is no address of a file
     */
    public static DataDoor parse(String rawPath) {
        if (!rawPath.startsWith(PREFIX)) {
            throw new IllegalArgumentException("does not begin with " + PREFIX);
        }
        List<String> segments = List.of(rawPath.substring(PREFIX.length()).split("/", -1));
        String path =
                segments.stream().skip(1).map(DataDoor::decode).collect(Collectors.joining("/"));
        return new DataDoor(new DataKind(decode(segments.getFirst())), new DataPath(path));
    }

    private static String decode(String segment) {
        ByteBuffer bytes = ByteBuffer.allocate(segment.length());
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (c == '%') {
                if (i + 3 > segment.length()) {
                    throw new IllegalArgumentException("has a percent sign without its two digits");
                }
                bytes.put((byte) HexFormat.fromHexDigits(segment, i + 1, i + 3));
                i += 2;
            } else if (c > ' ' && c < 127) {
                bytes.put((byte) c);
            } else {
                throw new IllegalArgumentException("has a character that must be encoded");
            }
        }
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
            if (text.indexOf('/') >= 0) {
                throw new IllegalArgumentException("has a slash in a segment");
            }
            return text;
        } catch (CharacterCodingException malformed) {
            throw new IllegalArgumentException("is not UTF-8", malformed);
        }
    }

    /** The address, to be put behind a node's. */
    public String uri() {
        return PREFIX
                + kind
                + path.segments().stream()
                        .map(segment -> "/" + encode(segment))
                        .collect(Collectors.joining());
    }

    private static String encode(String segment) {
        StringBuilder encoded = new StringBuilder(segment.length() + 16);
        for (byte b : segment.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || UNRESERVED.indexOf(c) >= 0;
            if (plain) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return encoded.toString();
    }
}
