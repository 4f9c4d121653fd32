package io.ringrift.p2p.web;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponse;
import org.springframework.web.ErrorResponseException;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Errors as RFC 9457 problem details: a stable {@code type}, a {@code code}, and for input the
 * fields.
 */
public final class Problem {

    private static final String TYPE_PREFIX = "urn:ringrift:problem:";

    private Problem() {}

    /**
     * What is wrong with one field.
     *
     * @param field its path in the body, or the name of a parameter or header
     * @param message what it must be
     */
    public record FieldError(String field, String message) {}

    /** The body alone. */
    public static ProblemDetail detail(HttpStatus status, String code, String detail) {
        ProblemDetail body = ProblemDetail.forStatusAndDetail(status, detail);
        body.setType(URI.create(TYPE_PREFIX + code));
        body.setProperty("code", code);
        return body;
    }

    public static ErrorResponseException of(HttpStatus status, String code, String detail) {
        return new ErrorResponseException(status, detail(status, code, detail), null);
    }

    /** 400 that names each offending field. */
    public static ErrorResponseException invalid(List<FieldError> errors) {
        ProblemDetail body =
                detail(
                        HttpStatus.BAD_REQUEST,
                        "invalid_request",
                        errors.size() == 1
                                ? errors.getFirst().field() + " " + errors.getFirst().message()
                                : errors.size() + " fields are not as they must be");
        body.setProperty("errors", errors);
        return new ErrorResponseException(HttpStatus.BAD_REQUEST, body, null);
    }

    public static ErrorResponseException invalid(String field, String message) {
        return invalid(List.of(new FieldError(field, message)));
    }

    /** 503 that says when to come back. */
    public static ErrorResponseException tryLater(String code, String detail, int seconds) {
        ErrorResponseException problem = of(HttpStatus.SERVICE_UNAVAILABLE, code, detail);
        problem.getHeaders().set("Retry-After", Integer.toString(seconds));
        return problem;
    }

    /** Answers with a problem, where no controller is there to do it. */
    static void write(ErrorResponse problem, JsonMapper json, HttpServletResponse response)
            throws IOException {
        response.setStatus(problem.getStatusCode().value());
        problem.getHeaders()
                .forEach((name, values) -> values.forEach(v -> response.setHeader(name, v)));
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        response.getOutputStream().write(json.writeValueAsBytes(problem.getBody()));
    }
}
