package io.ringrift.p2p.web;

import static io.ringrift.p2p.Nouns.A;
import static io.ringrift.p2p.Nouns.B;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.ringrift.p2p.leadership.LeadershipRig;
import io.ringrift.p2p.model.VoterAddress;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** This node is A; B is a real server that may lead. */
@Timeout(30)
class ForwardingFilterTest {

    private static final Duration DEADLINE = Duration.ofMillis(600);

    private final LeadershipRig rig = new LeadershipRig();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final MockHttpServletResponse response = new MockHttpServletResponse();
    private final List<String> servedHere = new ArrayList<>();
    private HttpServer other;
    private LeaderRoute route;
    private Relay relay;
    private ForwardingFilter filter;

    /** What B does with a request. */
    private volatile Answer answer = exchange -> respond(exchange, 201, "{}");

    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    @BeforeEach
    void start() throws IOException {
        other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext(
                "/",
                exchange -> {
                    String body =
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8);
                    seen.add(
                            exchange.getRequestMethod()
                                    + " "
                                    + exchange.getRequestURI()
                                    + " "
                                    + exchange.getRequestHeaders().getFirst("Idempotency-Key")
                                    + " "
                                    + exchange.getRequestHeaders().getFirst(Relay.HOP)
                                    + " "
                                    + body);
                    answer.to(exchange);
                });
        other.start();
        wire(other.getAddress().getPort());
    }

    private void wire(int port) {
        StubMembership voters =
                new StubMembership(
                        new VoterAddress(A, "127.0.0.1", 1, 2),
                        new VoterAddress(B, "127.0.0.1", port, 3));
        route = new VoterRoute(rig.log, rig.leadership, voters, A);
        relay = new Relay(route);
        filter = new ForwardingFilter(route, relay, Doors.JSON, System::nanoTime, DEADLINE);
    }

    @AfterEach
    void stop() throws IOException {
        other.stop(0);
        relay.close();
    }

    private static void respond(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Location", "/jobs/1");
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void send(String key, FilterChain chain) throws ServletException, IOException {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/jobs");
        request.setQueryString("x=1");
        request.setContent("{\"a\":1}".getBytes(StandardCharsets.UTF_8));
        if (!key.isEmpty()) {
            request.addHeader("Idempotency-Key", key);
        }
        filter.doFilter(WholeRequest.read(request, 1_000), response, chain);
    }

    private void send(String key) throws ServletException, IOException {
        send(key, (_, _) -> servedHere.add("here"));
    }

    private void assertProblem(String code) throws IOException {
        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getHeader("Retry-After")).isNotNull();
        assertThat(response.getContentAsString()).contains("\"code\":\"" + code + "\"");
    }

    @Test
    void whoLeadsServesItself() throws Exception {
        rig.keep();
        send("");
        assertThat(servedHere).hasSize(1);
        assertThat(seen).isEmpty();
    }

    @Test
    void aBackupIsNotSentOn() throws Exception {
        rig.log.follow(B);
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/cluster/restore");
        filter.doFilter(request, response, (_, _) -> servedHere.add("here"));
        assertThat(servedHere).hasSize(1);
        assertThat(seen).isEmpty();
    }

    @Test
    void anotherLeaderGetsItAsItCame() throws Exception {
        rig.log.follow(B);
        send("k");
        assertThat(seen).containsExactly("POST /jobs?x=1 k 1 {\"a\":1}");
        assertThat(response.getStatus()).isEqualTo(201);
        assertThat(response.getHeader("Location")).isEqualTo("/jobs/1");
        assertThat(servedHere).isEmpty();
    }

    @Test
    void readsStayHere() throws Exception {
        rig.log.follow(B);
        filter.doFilter(
                new MockHttpServletRequest("GET", "/jobs"),
                response,
                (_, _) -> servedHere.add("here"));
        assertThat(servedHere).hasSize(1);
        assertThat(seen).isEmpty();
    }

    @Test
    void thereIsOnlyOneHop() throws Exception {
        rig.log.follow(B);
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/jobs");
        request.addHeader(Relay.HOP, "1");
        filter.doFilter(request, response, (_, _) -> servedHere.add("here"));
        assertProblem("not_accepted");
        assertThat(seen).isEmpty();
    }

    @Test
    void withoutALeaderItWaitsUpToTheDeadline() throws Exception {
        rig.log.follow(null);
        long begin = System.nanoTime();
        send("");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(DEADLINE);
        assertProblem("not_accepted");
    }

    @Test
    void aLeaderThatDoesNotListenHasDoneNothing() throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            wire(free.getLocalPort());
        }
        rig.log.follow(B);
        send("");
        assertProblem("not_accepted");
    }

    @Test
    void withoutAKeyALostAnswerIsUnknown() throws Exception {
        rig.log.follow(B);
        answer = HttpExchange::close;
        send("");
        assertProblem("outcome_unknown");
    }

    @Test
    void withAKeyALostAnswerIsAskedForAgain() throws Exception {
        rig.log.follow(B);
        answer =
                exchange -> {
                    answer = again -> respond(again, 201, "{}");
                    exchange.close();
                };
        send("k");
        assertThat(response.getStatus()).isEqualTo(201);
        assertThat(seen.size()).isGreaterThan(1);
    }

    @Test
    void aLeaderThatWasNoneIsAskedAgain() throws Exception {
        rig.log.follow(B);
        answer =
                exchange -> {
                    answer = again -> respond(again, 201, "{}");
                    respond(exchange, 503, "{\"code\":\"not_accepted\"}");
                };
        send("");
        assertThat(response.getStatus()).isEqualTo(201);
        assertThat(seen).hasSize(2);
    }

    @Test
    void anotherRefusalGoesBack() throws Exception {
        rig.log.follow(B);
        answer = exchange -> respond(exchange, 503, "{\"code\":\"disk_full\"}");
        send("");
        assertThat(response.getContentAsString()).contains("disk_full");
        assertThat(seen).hasSize(1);
    }

    @Test
    void aLeadershipLostOnTheWayIsFoundAgain() throws Exception {
        rig.keep();
        send(
                "",
                (request, _) -> {
                    servedHere.add("lost");
                    request.setAttribute(ForwardingFilter.LEADER_LOST, "why");
                    rig.log.follow(B);
                    rig.keep();
                });
        assertThat(servedHere).containsExactly("lost");
        assertThat(seen).hasSize(1);
        assertThat(response.getStatus()).isEqualTo(201);
    }

    @Test
    void aFrozenLeaderIsLeftWhenAnotherIsElected() throws Exception {
        rig.log.follow(B);
        answer =
                exchange -> {
                    rig.log.follow(A);
                    rig.log.start();
                    rig.keep();
                };
        send("k");
        assertThat(servedHere).hasSize(1);
    }
}
