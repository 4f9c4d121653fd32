package io.ringrift.examples.hex;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which game is played, for instance {@code hex5_2p}: Hex on a 5×5 board for two players.
 *
 * @param text as the job gives it
 * @param size of the board
 */
record ConfigKey(String text, int size) {
    private static final Pattern FORM = Pattern.compile("hex([1-9][0-9]?)_2p");

    /**
     * Reads a key.
     *
     * @throws IllegalArgumentException if it names no game that this program plays
     */
    static ConfigKey parse(String text) {
        Matcher form = FORM.matcher(text);
        if (form.matches()) {
            int size = Integer.parseInt(form.group(1));
            if (size >= Grid.MIN_SIZE && size <= Grid.MAX_SIZE) {
                return new ConfigKey(text, size);
            }
        }
        throw new IllegalArgumentException(
                "'%s' is not hexN_2p with N from %d to %d"
                        .formatted(text, Grid.MIN_SIZE, Grid.MAX_SIZE));
    }
}
