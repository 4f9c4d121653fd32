package io.ringrift.p2p.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;

import io.ringrift.p2p.Nouns;
import io.ringrift.p2p.model.AgentSight;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.LocalLogs;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.ResourceMetrics;
import io.ringrift.p2p.model.VoterAddress;
import io.ringrift.p2p.model.Voters;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.DelegatingServletOutputStream;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a node without a log does with a question that it cannot answer itself. */
class ReadingElsewhereTest {

    private final List<String> seen = new ArrayList<>();
    private final List<String> servedHere = new ArrayList<>();
    private AgentSight.@Nullable Contact contact;
    private HttpServer voter;
    private AgentRoute route;
    private Passage passage;
    private ReadingElsewhere filter;
    private boolean isHeld;
    private volatile boolean together;

    private final AgentSight sight =
            new AgentSight() {
                @Override
                public Optional<Contact> contact() {
                    return Optional.ofNullable(contact);
                }

                @Override
                public ResourceMetrics metrics() {
                    return ResourceMetrics.UNKNOWN;
                }

                @Override
                public Map<JobType, Integer> attempts() {
                    return Map.of();
                }
            };

    @BeforeEach
    void start() throws IOException {
        voter = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        voter.createContext(
                "/",
                exchange -> {
                    seen.add(
                            exchange.getRequestURI()
                                    + " "
                                    + exchange.getRequestHeaders().getFirst("Authorization"));
                    byte[] body = "{\"jobs\":[]}".getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().add("X-Applied-Index", "7");
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        voter.start();
        // Nobody listens on port 1.
        route =
                new AgentRoute(
                        sight,
                        Voters.parse(
                                "a=127.0.0.1:1:2,b=127.0.0.1:"
                                        + voter.getAddress().getPort()
                                        + ":3"));
        passage = new Passage(route, Doors.JSON, System::nanoTime, Duration.ofMillis(1_500));
        filter =
                new ReadingElsewhere(
                        passage,
                        new LocalLogs() {
                            @Override
                            public boolean has(JobId job, int attempt) {
                                return isHeld;
                            }

                            @Override
                            public boolean isHeld(JobId job) {
                                return isHeld;
                            }
                        });
    }

    @AfterEach
    void stop() {
        passage.close();
        voter.stop(0);
    }

    private MockHttpServletResponse get(String path) throws ServletException, IOException {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", path);
        request.setQueryString("limit=1");
        request.addHeader("Authorization", "Bearer sesame");
        MockHttpServletResponse response = new MockHttpServletResponse();
        filter.doFilter(request, response, (_, _) -> servedHere.add(path));
        return response;
    }

    private static AgentSight.Contact contact(String leader, long atNanos) {
        return new AgentSight.Contact(new NodeId(leader), new Epoch(1), Instant.EPOCH, atNanos, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/status", "/health", "/livez", "/actuator/prometheus"})
    void whatItKnowsItAnswersItself(String path) throws Exception {
        get(path);
        assertThat(servedHere).containsExactly(path);
        assertThat(seen).isEmpty();
    }

    @Test
    void theLogOfAJobThatRunsHereIsReadHereAndAnyOtherElsewhere() throws Exception {
        String logs = "/jobs/" + Nouns.job(1) + "/logs";
        isHeld = true;
        get(logs);
        assertThat(servedHere).containsExactly(logs);
        isHeld = false;
        get(logs);
        get("/jobs/nonsense/logs");
        assertThat(seen).hasSize(2);
    }

    @Test
    void theRestComesFromAVoterAsItIs() throws Exception {
        MockHttpServletResponse answer = get("/jobs");
        assertThat(answer.getStatus()).isEqualTo(200);
        assertThat(answer.getContentAsString()).isEqualTo("{\"jobs\":[]}");
        assertThat(answer.getHeader("X-Applied-Index")).isEqualTo("7");
        assertThat(seen).containsExactly("/jobs?limit=1 Bearer sesame");
        assertThat(servedHere).isEmpty();
    }

    @Test
    void aLeaderThatDoesNotAnswerIsNotAskedAgainBeforeItIsHeardOf() throws Exception {
        contact = contact("a", 1);
        assertThat(route.elsewhere().map(VoterAddress::id)).contains(new NodeId("a"));
        assertThat(get("/jobs").getStatus()).isEqualTo(200);
        assertThat(route.elsewhere().map(VoterAddress::id)).contains(new NodeId("b"));
        contact = contact("a", 2);
        assertThat(route.elsewhere().map(VoterAddress::id)).contains(new NodeId("a"));
    }

    /** Events are followed for as long as the client likes; each must arrive when it happens. */
    @Test
    @Timeout(20)
    void aStreamArrivesWhileItGoesOn() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        voter.createContext(
                "/events",
                exchange -> {
                    exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody()
                            .write("id: 1-0\n\n".getBytes(StandardCharsets.UTF_8));
                    exchange.getResponseBody().flush();
                    try {
                        together = arrived.await(10, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    exchange.getResponseBody()
                            .write("id: 2-0\n\n".getBytes(StandardCharsets.UTF_8));
                    exchange.close();
                });
        ByteArrayOutputStream got =
                new ByteArrayOutputStream() {
                    @Override
                    public void flush() {
                        if (toString(StandardCharsets.UTF_8).contains("1-0")) {
                            arrived.countDown();
                        }
                    }
                };
        MockHttpServletResponse response =
                new MockHttpServletResponse() {
                    @Override
                    public ServletOutputStream getOutputStream() {
                        return new DelegatingServletOutputStream(got);
                    }
                };
        filter.doFilter(
                new MockHttpServletRequest("GET", "/events"),
                response,
                (_, _) -> servedHere.add("/events"));
        assertThat(response.getContentType()).isEqualTo("text/event-stream");
        assertThat(together).as("the first came before the second was sent").isTrue();
        assertThat(got).hasToString("id: 1-0\n\nid: 2-0\n\n");
    }

    @Test
    void withoutAnyVoterItSaysSo() throws Exception {
        voter.stop(0);
        MockHttpServletResponse answer = get("/jobs");
        assertThat(answer.getStatus()).isEqualTo(503);
        assertThat(answer.getHeader("Retry-After")).isEqualTo("1");
        assertThat(answer.getContentAsString()).contains("\"code\":\"no_leader\"");
    }
}
