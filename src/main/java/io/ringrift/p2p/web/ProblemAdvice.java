package io.ringrift.p2p.web;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

import java.util.Locale;

/** Gives every error of every door the one shape that clients can rely on. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    /** The framework's own errors get our type and code; the rest of the body stays. */
    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception error,
            @Nullable Object body,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        ProblemDetail detail =
                body instanceof ProblemDetail given
                        ? given
                        : error instanceof ErrorResponse response
                                ? response.getBody()
                                : ProblemDetail.forStatus(status);
        if (detail.getProperties() == null || !detail.getProperties().containsKey("code")) {
            ProblemDetail named =
                    Problem.detail(
                            HttpStatus.valueOf(status.value()),
                            code(status),
                            detail.getDetail() == null ? sentence(status) : detail.getDetail());
            return super.handleExceptionInternal(error, named, headers, status, request);
        }
        return super.handleExceptionInternal(error, detail, headers, status, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException error,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        ErrorResponse problem = unreadable(error.getCause());
        return handleExceptionInternal(
                error, problem.getBody(), headers, problem.getStatusCode(), request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException error,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        String field =
                error instanceof MethodArgumentTypeMismatchException argument
                        ? argument.getName()
                        : String.valueOf(error.getPropertyName());
        ErrorResponse problem = Problem.invalid(field, "cannot be read");
        return handleExceptionInternal(error, problem.getBody(), headers, status, request);
    }

    /** Leaves the answer open: {@link ForwardingFilter} asks whoever leads now. */
    @ExceptionHandler
    @Nullable ResponseEntity<Object> leaderLost(LeaderLostException error, WebRequest request) {
        request.setAttribute(ForwardingFilter.LEADER_LOST, error, RequestAttributes.SCOPE_REQUEST);
        return null;
    }

    /**
     * The last resort: a bug. It is logged with its trace; the caller learns only that it is ours.
     */
    @ExceptionHandler
    @Nullable ResponseEntity<Object> bug(RuntimeException error, WebRequest request) {
        if (error instanceof RequestTooLargeException large) {
            ErrorResponse problem = large.problem();
            return handleExceptionInternal(
                    error,
                    problem.getBody(),
                    problem.getHeaders(),
                    problem.getStatusCode(),
                    request);
        }
        LOG.error("{} failed", request.getDescription(false), error);
        return handleExceptionInternal(
                error,
                Problem.detail(
                        HttpStatus.INTERNAL_SERVER_ERROR,
                        "internal_error",
                        "This is a fault of the service; its log holds the details."),
                HttpHeaders.EMPTY,
                HttpStatus.INTERNAL_SERVER_ERROR,
                request);
    }

    private static ErrorResponse unreadable(@Nullable Throwable cause) {
        for (Throwable one = cause; one != null; one = one.getCause()) {
            if (one instanceof RequestTooLargeException large) {
                return large.problem();
            }
        }
        String twice = DuplicateField.path(cause);
        if (twice != null) {
            return Problem.invalid(twice, "comes twice");
        }
        return switch (cause) {
            case UnrecognizedPropertyException e ->
                    Problem.invalid(path(e), "is not a known field");
            case DatabindException e when isMissing(e) -> Problem.invalid(path(e), "is missing");
            case MismatchedInputException e when Shape.wanted(e) != null ->
                    Problem.invalid(path(e), "must be " + Shape.wanted(e));
            case DatabindException e ->
                    Problem.invalid(
                            path(e),
                            "is not as it must be: " + firstSentence(e.getOriginalMessage()));
            case JacksonException e -> {
                TokenStreamLocation at = e.getLocation();
                String where =
                        at == null
                                ? ""
                                : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
                yield Problem.of(
                        HttpStatus.BAD_REQUEST,
                        "malformed_json",
                        "The body is not JSON"
                                + where
                                + ": "
                                + firstSentence(e.getOriginalMessage()));
            }
            case null, default -> Problem.invalid("body", "is missing or cannot be read");
        };
    }

    /** A number or flag that is left out or null: Jackson's words for it speak of its settings. */
    private static boolean isMissing(DatabindException error) {
        String message = error.getOriginalMessage();
        return message != null && message.startsWith("Cannot map `null` into type");
    }

    private static String path(DatabindException error) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : error.getPath()) {
            String name = step.getPropertyName();
            if (name == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(name);
            }
        }
        return path.isEmpty() ? "body" : path.toString();
    }

    /** Jackson's messages go on about Java classes after their first sentence. */
    private static String firstSentence(@Nullable String message) {
        if (message == null) {
            return "unreadable";
        }
        String text = message.lines().findFirst().orElse("").replaceAll("`[^`]*`", "value");
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }

    private static String code(HttpStatusCode status) {
        HttpStatus known = HttpStatus.resolve(status.value());
        return known == null ? "error" : known.name().toLowerCase(Locale.ROOT);
    }

    private static String sentence(HttpStatusCode status) {
        HttpStatus known = HttpStatus.resolve(status.value());
        return known == null ? "The request failed." : known.getReasonPhrase() + ".";
    }
}
