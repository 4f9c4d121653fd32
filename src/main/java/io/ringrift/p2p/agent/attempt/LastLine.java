package io.ringrift.p2p.agent.attempt;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** The last thing that a job printed, made fit for one sentence. */
final class LastLine {

    private static final int LOOK = 4096;
    private static final int MAX = 300;

    private LastLine() {}

    static Optional<String> of(Path log) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            byte[] end = new byte[(int) Math.min(LOOK, file.length())];
            file.seek(file.length() - end.length);
            file.readFully(end);
            return in(new String(end, StandardCharsets.UTF_8));
        } catch (IOException absent) {
            return Optional.empty();
        }
    }

    /** Looks from the end: a job that prints fast must not wait to be read. */
    static Optional<String> in(String text) {
        String end = text.substring(Math.max(0, text.length() - LOOK));
        for (String line : end.lines().toList().reversed()) {
            String clean = line.replaceAll("\\p{Cntrl}", " ").strip();
            if (!clean.isEmpty() && !clean.startsWith("{\"progress\"")) {
                return Optional.of(clean.length() > MAX ? clean.substring(0, MAX) + "…" : clean);
            }
        }
        return Optional.empty();
    }
}
