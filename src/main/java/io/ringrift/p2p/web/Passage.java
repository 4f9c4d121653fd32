package io.ringrift.p2p.web;

import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.model.VoterAddress;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.web.ErrorResponseException;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Reads for a caller what another node knows, and passes the answer on as it comes. */
public final class Passage implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofMillis(700);

    /** A leader that must ask another node first takes some seconds to begin. */
    public static final Duration ANSWER = Duration.ofSeconds(15);

    private static final long PAUSE_MILLIS = 50;
    private static final int BLOCK = 16 << 10;

    private final LeaderRoute route;
    private final JsonMapper json;
    private final MonotonicClock clock;
    private final Duration deadline;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT)
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .build();

    /**
     * @param deadline how long a node that answers is looked for
     */
    Passage(LeaderRoute route, JsonMapper json, MonotonicClock clock, Duration deadline) {
        this.route = route;
        this.json = json;
        this.clock = clock;
        this.deadline = deadline;
    }

    /** Serves a reading request from the node that leads, or knows who does; else 503. */
    public void read(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            HttpResponse<InputStream> answer = ask(request);
            if (answer == null) {
                refuse(nobody(), response);
            } else {
                pass(answer, response);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            refuse(nobody(), response);
        }
    }

    /**
     * Passes on what another node answers.
     *
     * @return false when it does not answer; then nothing was passed on
     */
    public boolean fetch(java.net.http.HttpRequest request, HttpServletResponse response)
            throws IOException {
        HttpResponse<InputStream> answer;
        try {
            answer = http.send(request, BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (IOException noAnswer) {
            return false;
        }
        pass(answer, response);
        return true;
    }

    private @Nullable HttpResponse<InputStream> ask(HttpServletRequest request)
            throws InterruptedException {
        long end = clock.nanos() + deadline.toNanos();
        do {
            Optional<VoterAddress> voter = route.elsewhere();
            try {
                if (voter.isPresent()) {
                    return http.send(onward(request, voter.get()), BodyHandlers.ofInputStream());
                }
            } catch (IOException noAnswer) {
                route.isUnreachable(voter.get());
            }
        } while (clock.nanos() - end < 0 && !closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
        return null;
    }

    private static void pass(HttpResponse<InputStream> answer, HttpServletResponse response)
            throws IOException {
        response.setStatus(answer.statusCode());
        ForwardingFilter.copyHeaders(answer, response);
        answer.headers()
                .firstValueAsLong("content-length")
                .ifPresent(response::setContentLengthLong);
        byte[] block = new byte[BLOCK];
        try (InputStream in = answer.body()) {
            OutputStream out = response.getOutputStream();
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                out.write(block, 0, read);
                if (in.available() == 0) {
                    out.flush();
                }
            }
        }
    }

    private java.net.http.HttpRequest onward(HttpServletRequest request, VoterAddress voter) {
        var onward = Relay.onward(request, new byte[0], voter, ANSWER);
        return (route.endsHere() ? onward.header(Relay.HOP, "1") : onward).build();
    }

    private static ErrorResponseException nobody() {
        return Problem.tryLater(
                "no_leader",
                "No voter of the cluster answers this node at the moment; try again.",
                1);
    }

    /** Answers with a problem, where no controller is there to do it. */
    public void refuse(ErrorResponseException problem, HttpServletResponse response)
            throws IOException {
        Problem.write(problem, json, response);
    }

    @Override
    public void close() {
        closed.countDown();
        http.shutdownNow();
    }
}
