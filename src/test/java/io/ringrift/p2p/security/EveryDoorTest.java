package io.ringrift.p2p.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.P2pOrchestrator;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.HttpMethod;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Walks through every route of the whole program with every method. */
@SpringBootTest(
        classes = P2pOrchestrator.class,
        properties = {"ringrift.p2p.auth-token=" + EveryDoorTest.SECRET, "ringrift.p2p.node-id=a"})
@AutoConfigureMockMvc
@DirtiesContext
class EveryDoorTest {

    static final String SECRET = "0123456789abcdef";

    @TempDir static Path folder;

    @Autowired MockMvcTester doors;
    @Autowired ObjectProvider<RequestMappingInfoHandlerMapping> mappings;

    @DynamicPropertySource
    static void ownFolder(DynamicPropertyRegistry settings) {
        settings.add("ringrift.p2p.data-dir", () -> folder.resolve("data").toString());
        settings.add("ringrift.p2p.port", () -> 0);
    }

    @Test
    void asksForTheTokenEverywhereAndWithEveryMethod() {
        assertThat(routes()).contains("/actuator/prometheus", "/no/such/path");
        for (String route : routes()) {
            for (HttpMethod method : HttpMethod.values()) {
                // Spring's firewall refuses TRACE even before it asks who is there.
                int refused = method.equals(HttpMethod.TRACE) ? 400 : 401;
                assertThat(status(method, route, null)).as(method + " " + route).isEqualTo(refused);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer",
                "Bearer ",
                "Bearer 0123456789abcdee",
                "Bearer 0123456789abcdef0",
                "Basic MDEyMzQ1Njc4OWFiY2RlZg==",
                "0123456789abcdef",
            })
    void aWrongTokenIsAsGoodAsNone(String header) {
        MvcTestResult answer =
                doors.get().uri("/actuator/health").header("Authorization", header).exchange();
        assertThat(answer)
                .hasStatus(401)
                .hasContentType("application/problem+json")
                .hasHeader("WWW-Authenticate", "Bearer")
                .bodyJson()
                .extractingPath("$.code")
                .isEqualTo("unauthorized");
        assertThat(answer.getRequest().getSession(false)).isNull();
    }

    @Test
    void theTokenOpens() {
        assertThat(status(HttpMethod.GET, "/actuator/prometheus", "Bearer " + SECRET))
                .isEqualTo(200);
        assertThat(status(HttpMethod.GET, "/no/such/path", "bearer " + SECRET)).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator/health/liveness",
                "/actuator/health/readiness",
                "/livez",
                "/readyz"
            })
    void probesNeedNone(String probe) {
        assertThat(status(HttpMethod.GET, probe, null)).isNotEqualTo(401);
        assertThat(status(HttpMethod.POST, probe, null)).isEqualTo(401);
    }

    private List<String> routes() {
        TreeSet<String> routes =
                new TreeSet<>(List.of("/", "/error", "/no/such/path", "/actuator", "/jobs/x/y"));
        mappings.stream()
                .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                .flatMap(
                        mapping ->
                                mapping.getPathPatternsCondition() == null
                                        ? Stream.of()
                                        : mapping.getPatternValues().stream())
                .map(pattern -> pattern.replaceAll("\\{[^}]*}|\\*+", "x"))
                .forEach(routes::add);
        routes.removeAll(List.of(SecurityConfiguration.PROBES));
        return List.copyOf(routes);
    }

    private int status(HttpMethod method, String path, @Nullable String authorization) {
        var request = doors.method(method).uri(path);
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return request.exchange().getResponse().getStatus();
    }
}
