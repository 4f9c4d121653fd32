package io.ringrift.p2p.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.TestClock;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.DataPath;
import io.ringrift.p2p.model.data.Sha256;

import jakarta.servlet.ServletException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.core.context.SecurityContextHolder;

import java.io.IOException;
import java.time.Duration;

/** A ticket opens one door, and no other. */
class DataTicketsTest {

    private static final NodeId A = new NodeId("a");
    private static final DataKey KEY = key("hex5_2p/g 1.jsonl", "0");

    private final TestClock clock = new TestClock();
    private final DataTickets tickets = new DataTickets(ClusterToken.of("0123456789abcdef"), clock);

    private static DataKey key(String path, String digit) {
        return new DataKey(DataKind.GAMES, new DataPath(path), new Sha256(digit.repeat(64)));
    }

    private String ticket() {
        return tickets.issue("GET", A, KEY).orElseThrow();
    }

    @AfterEach
    void forget() {
        SecurityContextHolder.clearContext();
    }

    @Test
    void isGoodForExactlyWhatItWasMadeFor() {
        assertThat(tickets.accepts(ticket(), "GET", A, KEY)).isTrue();
        assertThat(tickets.accepts(ticket(), "PUT", A, KEY)).isFalse();
        assertThat(tickets.accepts(ticket(), "GET", new NodeId("b"), KEY)).isFalse();
        assertThat(tickets.accepts(ticket(), "GET", A, key("hex5_2p/other.jsonl", "0"))).isFalse();
        assertThat(tickets.accepts(ticket(), "GET", A, key("hex5_2p/g 1.jsonl", "1"))).isFalse();
        DataKey model = new DataKey(DataKind.MODELS, KEY.path(), KEY.sha256());
        assertThat(tickets.accepts(ticket(), "GET", A, model)).isFalse();
        assertThat(
                        new DataTickets(
                                        ClusterToken.of("another token, of 16".replace(" ", "_")),
                                        clock)
                                .accepts(ticket(), "GET", A, KEY))
                .isFalse();
    }

    @Test
    void endsInTime() {
        String ticket = ticket();
        clock.advance(DataTickets.VALID.minusSeconds(1));
        assertThat(tickets.accepts(ticket, "GET", A, KEY)).isTrue();
        clock.advance(Duration.ofSeconds(1));
        assertThat(tickets.accepts(ticket, "GET", A, KEY)).isFalse();
        String[] parts = ticket.split("\\.", -1);
        String later = (Long.parseLong(parts[0]) + 1) + "." + parts[1];
        assertThat(tickets.accepts(later, "GET", A, KEY)).as("its time is sealed").isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "1.2", "99999999999999999999.0", "-1.0"})
    void rubbishIsNoTicket(String rubbish) {
        assertThat(tickets.accepts(rubbish, "GET", A, KEY)).isFalse();
    }

    @Test
    void withoutATokenThereAreNone() {
        DataTickets none = new DataTickets(ClusterToken.NONE, clock);
        assertThat(none.issue("GET", A, KEY)).isEmpty();
        assertThat(none.accepts(ticket(), "GET", A, KEY)).isFalse();
    }

    private boolean isLetIn(String method, String uri, String ticket, String header, String value)
            throws ServletException, IOException {
        SecurityContextHolder.clearContext();
        MockHttpServletRequest request = new MockHttpServletRequest(method, uri);
        request.addHeader("Authorization", "Ticket " + ticket);
        request.addHeader(header, value);
        new TicketFilter(tickets, A)
                .doFilter(request, new MockHttpServletResponse(), new MockFilterChain());
        var who = SecurityContextHolder.getContext().getAuthentication();
        if (who != null) {
            assertThat(who.getAuthorities())
                    .extracting(Object::toString)
                    .containsExactly(TokenAuthentication.TICKET);
        }
        return who != null;
    }

    @Test
    void theRequestMustInsistOnTheContentOfTheTicket() throws ServletException, IOException {
        String uri = "/data/files/games/hex5_2p/g%201.jsonl";
        String tag = '"' + KEY.sha256().hex() + '"';
        assertThat(isLetIn("GET", uri, ticket(), "If-Match", tag)).isTrue();
        assertThat(isLetIn("HEAD", uri, ticket(), "If-Match", tag)).isTrue();
        assertThat(isLetIn("GET", uri, ticket(), "If-Match", "*")).isFalse();
        assertThat(isLetIn("GET", uri, ticket(), "If-Match", tag + ", *")).isFalse();
        assertThat(isLetIn("GET", uri, ticket(), "If-None-Match", tag)).isFalse();
        assertThat(isLetIn("PUT", uri, ticket(), "X-Content-SHA256", KEY.sha256().hex())).isFalse();
        assertThat(isLetIn("DELETE", uri, ticket(), "If-Match", tag)).isFalse();
        assertThat(isLetIn("GET", "/data/manifest", ticket(), "If-Match", tag)).isFalse();
        assertThat(isLetIn("GET", uri + "x", ticket(), "If-Match", tag)).isFalse();
        String writing = tickets.issue("PUT", A, KEY).orElseThrow();
        assertThat(isLetIn("PUT", uri, writing, "X-Content-SHA256", KEY.sha256().hex())).isTrue();
    }
}
