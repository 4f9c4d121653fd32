package io.ringrift.p2p.model.webhook;

import org.jspecify.annotations.Nullable;

/**
 * One named value of a message: either a text or a number.
 *
 * @param name in snake_case
 * @param text at most {@value #MAX_TEXT} characters, or null for a number
 */
public record Fact(String name, @Nullable String text, @Nullable Long number) {

    /** Messages lie in the memory of every voter. */
    public static final int MAX_TEXT = 500;

    public Fact {
        if (text != null && text.length() > MAX_TEXT) {
            int end = Character.isHighSurrogate(text.charAt(MAX_TEXT - 1)) ? 1 : 0;
            text = text.substring(0, MAX_TEXT - end);
        }
    }

    public static Fact of(String name, Object text) {
        return new Fact(name, text.toString(), null);
    }

    public static Fact of(String name, long number) {
        return new Fact(name, null, number);
    }
}
