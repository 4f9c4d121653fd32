package io.ringrift.p2p.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.NodeIdentity;
import io.ringrift.p2p.model.Voters;

import jakarta.servlet.ServletException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import java.io.IOException;
import java.nio.file.Path;

class OpenDoorFilterTest {

    private final OpenDoorFilter filter =
            new OpenDoorFilter(
                    SecurityConfiguration.ownNames(
                            new NodeIdentity(new NodeId("Me"), "127.0.0.2", 1, Path.of("d")),
                            Voters.parse("b=Host-B:8770,c=[fe80::1]:8770")));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:8770",
                "LOCALHOST.:8770",
                "127.0.0.1:8770",
                "[::1]:8770",
                "127.0.0.2",
                "me",
                "host-b:1",
                "[fe80::1]"
            })
    void letsInWhoeverNamesThisNode(String host) throws Exception {
        assertThat(answer(host, null).getStatus()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "127.0.0.1.evil.example:8770",
                "localhost.evil.example",
                "[::2]:8770",
                "[::1",
                "",
                "."
            })
    void keepsOutOtherNames(String host) throws Exception {
        MockHttpServletResponse answer = answer(host, null);
        assertThat(answer.getStatus()).isEqualTo(403);
        assertThat(answer.getContentType()).isEqualTo("application/problem+json");
        assertThat(answer.getContentAsString()).contains("\"code\":\"forbidden_host\"");
    }

    @Test
    void keepsOutPagesOfOtherSites() throws Exception {
        assertThat(answer("localhost:8770", "http://localhost:8770").getStatus()).isEqualTo(200);
        assertThat(answer("localhost:8770", "http://evil.example").getStatus()).isEqualTo(403);
        assertThat(answer("localhost:8770", "http://localhost:3000").getStatus()).isEqualTo(403);
        assertThat(answer("localhost:8770", "null").getStatus()).isEqualTo(403);
    }

    @Test
    void aRequestWithoutHostIsNoBrowser() throws Exception {
        assertThat(answer(null, null).getStatus()).isEqualTo(200);
        assertThat(answer(null, "http://evil.example").getStatus()).isEqualTo(403);
    }

    private MockHttpServletResponse answer(@Nullable String host, @Nullable String origin)
            throws ServletException, IOException {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/jobs");
        if (host != null) {
            request.addHeader("Host", host);
        }
        if (origin != null) {
            request.addHeader("Origin", origin);
        }
        MockHttpServletResponse response = new MockHttpServletResponse();
        filter.doFilter(request, response, new MockFilterChain());
        return response;
    }
}
