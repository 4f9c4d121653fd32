package io.ringrift.p2p.agent.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The fields of {@code /proc/<pid>/stat} that matter here (proc(5)).
 *
 * @param state one letter
 * @param group process group
 * @param startTicks start time in clock ticks since boot
 */
record ProcStat(char state, long group, String startTicks) {

    /** Empty when there is no such process, or when it is a zombie. */
    static Optional<ProcStat> read(Path folder) {
        try {
            return parse(Files.readString(folder.resolve("stat"), StandardCharsets.ISO_8859_1));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** The program's name stands in parentheses and may itself hold blanks and parentheses. */
    static Optional<ProcStat> parse(String line) {
        int close = line.lastIndexOf(')');
        if (close < 0 || close + 2 >= line.length()) {
            return Optional.empty();
        }
        String[] fields = line.substring(close + 2).split(" ", 21);
        char state = fields[0].charAt(0);
        return fields.length < 21 || state == 'Z' || state == 'X'
                ? Optional.empty()
                : Optional.of(new ProcStat(state, Long.parseLong(fields[2]), fields[19]));
    }
}
