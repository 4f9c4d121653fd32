package io.ringrift.p2p.web;

import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.model.VoterAddress;
import io.ringrift.p2p.web.Relay.Outcome;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.ErrorResponseException;
import org.springframework.web.filter.OncePerRequestFilter;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Every node takes every request: what changes something is served here when this node leads, else
 * by the leader, one hop away. While nobody leads the request waits, up to a deadline; as long as
 * nothing can have happened, or the request may be repeated, it is tried again.
 */
final class ForwardingFilter extends OncePerRequestFilter {

    /** Set on a request that this node gave up before it changed anything. */
    static final String LEADER_LOST = ForwardingFilter.class.getName() + ".LEADER_LOST";

    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final long PAUSE_MILLIS = 20;

    private final LeaderRoute route;
    private final Relay relay;
    private final JsonMapper json;
    private final MonotonicClock clock;
    private final Duration deadline;
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * @param deadline how long a request may look for a leader
     */
    ForwardingFilter(
            LeaderRoute route,
            Relay relay,
            JsonMapper json,
            MonotonicClock clock,
            Duration deadline) {
        this.route = route;
        this.relay = relay;
        this.json = json;
        this.clock = clock;
        this.deadline = deadline;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return isRead(request)
                || BodyLimitFilter.isStreamed(request)
                || request.getRequestURI().startsWith("/actuator")
                || OwnDoors.has(request.getRequestURI());
    }

    static boolean isRead(HttpServletRequest request) {
        return READS.contains(request.getMethod());
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            serve(request, response, chain);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer(response, unavailable("not_accepted", "Nothing was changed: the node stops."));
        }
    }

    private void serve(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException, InterruptedException {
        long end = clock.nanos() + deadline.toNanos();
        while (true) {
            if (route.isHere()) {
                if (servedHere(request, response, chain)) {
                    return;
                }
            } else if (request.getHeader(Relay.HOP) != null) {
                answer(response, noLeader());
                return;
            } else if (servedElsewhere(request, response, end)) {
                return;
            }
            if (clock.nanos() - end >= 0 || closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                answer(response, noLeader());
                return;
            }
        }
    }

    private static boolean servedHere(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        request.removeAttribute(LEADER_LOST);
        chain.doFilter(request, response);
        return request.getAttribute(LEADER_LOST) == null || response.isCommitted();
    }

    private boolean servedElsewhere(
            HttpServletRequest request, HttpServletResponse response, long end)
            throws IOException, InterruptedException {
        Optional<VoterAddress> leader = route.elsewhere();
        if (leader.isEmpty()) {
            return false;
        }
        byte[] body = request instanceof WholeRequest whole ? whole.body() : new byte[0];
        Duration left = Duration.ofNanos(Math.max(1_000_000, end - clock.nanos()));
        return switch (relay.send(request, body, leader.get(), left)) {
            case Outcome.NotSent _ -> {
                route.isUnreachable(leader.get());
                yield false;
            }
            case Outcome.Unknown unknown -> {
                route.isUnreachable(leader.get());
                if (isRepeatable(request)) {
                    yield false;
                }
                answer(
                        response,
                        unavailable(
                                "outcome_unknown",
                                "It may have happened or not ("
                                        + unknown.why()
                                        + "); repeat it with the same Idempotency-Key to be"
                                        + " sure."));
                yield true;
            }
            case Outcome.Answered(var answer) -> {
                if (answer.statusCode() == 503 && isNotAccepted(answer)) {
                    yield false;
                }
                copy(answer, response);
                yield true;
            }
        };
    }

    /** A second time changes nothing: it names itself, or it says how things are. */
    private static boolean isRepeatable(HttpServletRequest request) {
        return request.getHeader("Idempotency-Key") != null
                || !request.getMethod().equals("POST")
                || request.getRequestURI().startsWith("/peers/")
                || request.getRequestURI().equals("/jobs:plan")
                || request.getRequestURI().endsWith("/cancel");
    }

    private boolean isNotAccepted(HttpResponse<byte[]> answer) {
        try {
            return json.readTree(answer.body()).path("code").asString("").equals("not_accepted");
        } catch (JacksonException notOurs) {
            return false;
        }
    }

    private static void copy(HttpResponse<byte[]> answer, HttpServletResponse response)
            throws IOException {
        response.setStatus(answer.statusCode());
        copyHeaders(answer, response);
        response.setContentLength(answer.body().length);
        response.getOutputStream().write(answer.body());
    }

    static void copyHeaders(HttpResponse<?> answer, HttpServletResponse response) {
        answer.headers()
                .map()
                .forEach(
                        (name, values) -> {
                            if (Relay.goesBack(name)) {
                                response.setHeader(name, values.getFirst());
                                values.stream()
                                        .skip(1)
                                        .forEach(value -> response.addHeader(name, value));
                            }
                        });
    }

    private static ErrorResponseException noLeader() {
        return unavailable(
                "not_accepted", "Nothing was changed, try again: no node leads at the moment.");
    }

    private static ErrorResponseException unavailable(String code, String sentence) {
        return Problem.tryLater(code, sentence, 1);
    }

    private void answer(HttpServletResponse response, ErrorResponseException problem)
            throws IOException {
        Problem.write(problem, json, response);
    }

    /** Ends the waiting of all requests. */
    @Override
    public void destroy() {
        closed.countDown();
    }

    @Override
    public String toString() {
        return "ForwardingFilter within " + deadline.toString().toLowerCase(Locale.ROOT);
    }
}
