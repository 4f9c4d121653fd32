package io.ringrift.p2p.web;

import io.ringrift.p2p.engine.NodeStatus.Mandate;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

/** Who orders something and why. */
public final class Mandates {

    private Mandates() {}

    /**
     * Who knows the token is all that is known of a caller today.
     *
     * @throws org.springframework.web.ErrorResponseException 400 without a reason
     */
    public static Mandate of(HttpServletRequest request, @Nullable String reason) {
        String text = reason == null ? "" : reason.strip();
        if (text.isEmpty() || text.length() > Mandate.MAX_REASON) {
            throw Problem.invalid(
                    "reason",
                    "is required, 1 to "
                            + Mandate.MAX_REASON
                            + " characters: whoever asks why must learn it");
        }
        return new Mandate(name(request), text);
    }

    /** What is known of a caller. */
    public static String name(HttpServletRequest request) {
        return request.getUserPrincipal() == null ? "local" : request.getUserPrincipal().getName();
    }
}
