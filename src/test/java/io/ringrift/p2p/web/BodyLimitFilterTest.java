package io.ringrift.p2p.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import java.io.IOException;
import java.util.Objects;

class BodyLimitFilterTest {

    private final BodyLimitFilter filter = new BodyLimitFilter(Doors.JSON);
    private final MockHttpServletResponse response = new MockHttpServletResponse();
    private final MockFilterChain chain = new MockFilterChain();

    /** Without a length, as with chunked transfer. */
    private static MockHttpServletRequest chunked(String uri, int bytes) {
        MockHttpServletRequest request =
                new MockHttpServletRequest("POST", uri) {
                    @Override
                    public long getContentLengthLong() {
                        return -1;
                    }
                };
        request.setContent(new byte[bytes]);
        return request;
    }

    private int read(MockHttpServletRequest request) throws ServletException, IOException {
        filter.doFilter(request, response, chain);
        HttpServletRequest passed = (HttpServletRequest) Objects.requireNonNull(chain.getRequest());
        return passed.getInputStream().readAllBytes().length;
    }

    @Test
    void aLengthBeyondTheLimitIsRefusedUnread() throws ServletException, IOException {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/jobs");
        request.setContent(new byte[(256 << 10) + 1]);
        filter.doFilter(request, response, chain);
        assertThat(chain.getRequest()).isNull();
        assertThat(response.getStatus()).isEqualTo(413);
        assertThat(response.getContentType()).startsWith("application/problem+json");
        assertThat(response.getContentAsString())
                .contains("\"code\":\"request_too_large\"")
                .contains("256 KiB");
    }

    @Test
    void aBodyThatDoesNotSayItsLengthIsCutOffAtTheLimit() throws ServletException, IOException {
        filter.doFilter(chunked("/jobs", (256 << 10) + 1), response, chain);
        assertThat(chain.getRequest()).isNull();
        assertThat(response.getStatus()).isEqualTo(413);
    }

    @Test
    void aBodyCanBeReadAgain() throws ServletException, IOException {
        assertThat(read(chunked("/jobs", 100))).isEqualTo(100);
        var passed = (HttpServletRequest) Objects.requireNonNull(chain.getRequest());
        assertThat(passed.getInputStream().readAllBytes()).hasSize(100);
    }

    @ParameterizedTest
    @CsvSource({"/jobs, 262144", "/peers/a/reports, 262145", "/peers/a/reports, 8388608"})
    void whatIsWithinTheLimitPasses(String uri, int bytes) throws ServletException, IOException {
        assertThat(read(chunked(uri, bytes))).isEqualTo(bytes);
    }

    @Test
    void theDoorThatReadsItsBodyItselfGetsItUntouched() throws ServletException, IOException {
        MockHttpServletRequest request = chunked("/cluster/restore", (8 << 20) + 1);
        assertThat(read(request)).isEqualTo((8 << 20) + 1);
        assertThat(chain.getRequest()).isSameAs(request);
    }

    @Test
    void noOtherSpellingOfThatDoorIsLetThrough() throws ServletException, IOException {
        for (String uri : new String[] {"/cluster/restore/", "/cluster/%72estore", "/cluster"}) {
            MockHttpServletResponse refused = new MockHttpServletResponse();
            filter.doFilter(chunked(uri, (256 << 10) + 1), refused, new MockFilterChain());
            assertThat(refused.getStatus()).as(uri).isEqualTo(413);
        }
    }
}
