package io.ringrift.p2p.replication.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Bytes as an earlier build wrote them, in hexadecimal lines of 32 bytes. What is there stays
 * readable for ever; {@code -Dgolden.write=true} writes those that are missing, never others.
 */
final class Golden {

    private static final HexFormat HEX = HexFormat.of();

    private Golden() {}

    static byte[] read(String name, byte[] whenMissing) {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/" + name)) {
            if (in == null && Boolean.getBoolean("golden.write")) {
                write(name, whenMissing);
                return whenMissing;
            }
            String text =
                    new String(
                            Objects.requireNonNull(in, "no golden file " + name).readAllBytes(),
                            StandardCharsets.US_ASCII);
            return HEX.parseHex(text.lines().collect(Collectors.joining()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(String name, byte[] bytes) throws IOException {
        Path file = Path.of("src/test/resources/golden", name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < bytes.length; i += 32) {
            text.append(HEX.formatHex(bytes, i, Math.min(bytes.length, i + 32))).append('\n');
        }
        Files.writeString(file, text);
    }
}
