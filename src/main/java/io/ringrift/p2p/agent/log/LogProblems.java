package io.ringrift.p2p.agent.log;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

import java.net.URI;
import java.util.List;
import java.util.Map;

/** The answers that are no log. */
final class LogProblems {

    private LogProblems() {}

    static ErrorResponseException notFound(String detail) {
        return problem(HttpStatus.NOT_FOUND, "log_not_found", detail);
    }

    static ErrorResponseException tooMany() {
        return problem(
                HttpStatus.SERVICE_UNAVAILABLE,
                "too_many_followers",
                "As many clients as allowed follow logs already; try again later.");
    }

    static ErrorResponseException invalid(String field, String message) {
        ErrorResponseException invalid =
                problem(HttpStatus.BAD_REQUEST, "invalid_request", field + " " + message + ".");
        invalid.getBody()
                .setProperty("errors", List.of(Map.of("field", field, "message", message)));
        return invalid;
    }

    private static ErrorResponseException problem(HttpStatus status, String code, String detail) {
        ProblemDetail body = ProblemDetail.forStatusAndDetail(status, detail);
        body.setType(URI.create("urn:ringrift:problem:" + code));
        body.setProperty("code", code);
        return new ErrorResponseException(status, body, null);
    }
}
