package io.ringrift.p2p.agent.data;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

import java.net.URI;
import java.util.List;
import java.util.Map;

/** The answers of the doors to files that are no file. */
final class DataProblems {

    private DataProblems() {}

    static ErrorResponseException of(HttpStatus status, String code, String detail) {
        ProblemDetail body = ProblemDetail.forStatusAndDetail(status, detail);
        body.setType(URI.create("urn:ringrift:problem:" + code));
        body.setProperty("code", code);
        return new ErrorResponseException(status, body, null);
    }

    static ErrorResponseException invalid(String field, String message) {
        ErrorResponseException invalid =
                of(HttpStatus.BAD_REQUEST, "invalid_request", field + " " + message + ".");
        invalid.getBody()
                .setProperty("errors", List.of(Map.of("field", field, "message", message)));
        return invalid;
    }

    static ErrorResponseException notHere(String what) {
        return of(
                HttpStatus.NOT_FOUND,
                "file_not_found",
                what + " is not on this node, or its digest is not known yet.");
    }
}
