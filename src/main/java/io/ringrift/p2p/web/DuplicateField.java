package io.ringrift.p2p.web;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.exc.StreamReadException;

/** Finds the field that came twice; of two values one would have been dropped in silence. */
final class DuplicateField {

    private DuplicateField() {}

    /** Its path in the body, such as {@code metadata.seed}, or null when that was not the fault. */
    static @Nullable String path(@Nullable Throwable failure) {
        for (Throwable one = failure; one != null; one = one.getCause()) {
            if (one instanceof StreamReadException e
                    && e.processor() != null
                    && String.valueOf(e.getOriginalMessage())
                            .startsWith("Duplicate Object property")) {
                return path(e.processor().streamReadContext());
            }
        }
        return null;
    }

    private static String path(TokenStreamContext at) {
        StringBuilder path = new StringBuilder();
        for (TokenStreamContext one = at; one != null; one = one.getParent()) {
            if (one.inArray()) {
                path.insert(0, "[" + one.getCurrentIndex() + "]");
            } else if (one.inObject()) {
                path.insert(0, one.currentName());
                if (!one.getParent().inRoot()) {
                    path.insert(0, '.');
                }
            }
        }
        return path.toString();
    }
}
