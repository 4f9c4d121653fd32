package io.ringrift.p2p.web;

import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

/** A body that is longer than its door allows. */
final class RequestTooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final long limitBytes;

    RequestTooLargeException(long limitBytes) {
        super("the body is larger than " + limitBytes + " bytes");
        this.limitBytes = limitBytes;
    }

    ErrorResponseException problem() {
        return Problem.of(
                HttpStatus.CONTENT_TOO_LARGE,
                "request_too_large",
                "The body must not be larger than " + (limitBytes >> 10) + " KiB.");
    }
}
