package io.ringrift.p2p.security;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Problem details (RFC 9457) of the filters, which run before any JSON mapper is at hand. */
final class Refusal {

    private Refusal() {}

    /**
     * Writes the answer.
     *
     * @param code stable name of the refusal, as in the problem's {@code code} and {@code type}
     * @param detail one sentence without quotes or backslashes: it is written as it stands
     */
    static void write(HttpServletResponse response, HttpStatus status, String code, String detail)
            throws IOException {
        byte[] body =
                """
                {"type":"urn:ringrift:problem:%s","title":"%s","status":%d,"detail":"%s","code":"%s"}
                """
                        .formatted(code, status.getReasonPhrase(), status.value(), detail, code)
                        .strip()
                        .getBytes(StandardCharsets.UTF_8);
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
