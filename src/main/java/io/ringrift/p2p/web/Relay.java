package io.ringrift.p2p.web;

import io.ringrift.p2p.model.VoterAddress;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends a request on to the node that leads, once. */
final class Relay implements AutoCloseable {

    /** Says that a request has had its hop. */
    static final String HOP = "X-Ringrift-Forwarded";

    private static final Duration CONNECT = Duration.ofMillis(700);
    private static final long LOOK_MILLIS = 50;
    private static final long MAX_ANSWER_BYTES = 16L << 20;

    /** Belong to one connection, or are set anew by the client. */
    private static final Set<String> NOT_SENT_ON =
            Set.of(
                    "connection",
                    "content-length",
                    "expect",
                    "host",
                    "keep-alive",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade");

    /** What became of a request. */
    sealed interface Outcome {

        /** The leader answered. */
        record Answered(HttpResponse<byte[]> answer) implements Outcome {}

        /** It certainly did not reach the leader. */
        record NotSent(String why) implements Outcome {}

        /** It was sent, and no answer came. */
        record Unknown(String why) implements Outcome {}
    }

    private final LeaderRoute route;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT)
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .build();

    Relay(LeaderRoute route) {
        this.route = route;
    }

    /** Waits for the leader's answer until the deadline, or until it is not worth it any more. */
    Outcome send(HttpServletRequest request, byte[] body, VoterAddress leader, Duration deadline)
            throws InterruptedException {
        HttpRequest.Builder onward = onward(request, body, leader, deadline);
        if (route.endsHere()) {
            onward.header(HOP, "1");
        }
        CompletableFuture<HttpResponse<byte[]>> pending =
                http.sendAsync(
                        onward.build(),
                        BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
        try {
            while (true) {
                try {
                    return new Outcome.Answered(pending.get(LOOK_MILLIS, TimeUnit.MILLISECONDS));
                } catch (TimeoutException _) {
                    if (!route.isWorthWaitingFor(leader)) {
                        return new Outcome.Unknown("the leader changed before it answered");
                    }
                }
            }
        } catch (ExecutionException e) {
            return failed(e.getCause());
        } finally {
            pending.cancel(true);
        }
    }

    private static Outcome failed(@Nullable Throwable cause) {
        return cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException
                ? new Outcome.NotSent("the leader cannot be reached")
                : new Outcome.Unknown("the leader did not answer (" + cause + ")");
    }

    static HttpRequest.Builder onward(
            HttpServletRequest request, byte[] body, VoterAddress leader, Duration deadline) {
        String query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
        HttpRequest.Builder onward =
                HttpRequest.newBuilder(
                                URI.create(leader.httpUri() + request.getRequestURI() + query))
                        .timeout(deadline)
                        .method(request.getMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        for (String name : Collections.list(request.getHeaderNames())) {
            if (!NOT_SENT_ON.contains(name.toLowerCase(Locale.ROOT))) {
                Collections.list(request.getHeaders(name))
                        .forEach(value -> onward.header(name, value));
            }
        }
        return onward;
    }

    /** Whether a header of the answer goes back to the caller. */
    static boolean goesBack(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return !lower.startsWith(":") && !NOT_SENT_ON.contains(lower) && !lower.equals("date");
    }

    @Override
    public void close() throws IOException {
        http.shutdownNow();
    }
}
