package io.ringrift.p2p.security;

import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataDoor;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.Sha256;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;
import java.util.Optional;

/**
 * Lets in whoever shows a ticket for exactly this request: this node, method and file, and the
 * content that the request itself insists on ({@code If-Match} to read, {@code X-Content-SHA256} to
 * write). The doors keep to these headers, so that a ticket for one content gives no other.
 */
final class TicketFilter extends OncePerRequestFilter {

    /** The header that says what a written file must be. */
    static final String DIGEST = "X-Content-SHA256";

    private static final String SCHEME = "Ticket ";

    private final DataTickets tickets;
    private final NodeId self;

    TicketFilter(DataTickets tickets, NodeId self) {
        this.tickets = tickets;
        this.self = self;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            String method = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
            String ticket = header.substring(SCHEME.length()).strip();
            if (key(request, method)
                    .filter(key -> tickets.accepts(ticket, method, self, key))
                    .isPresent()) {
                SecurityContext context = SecurityContextHolder.createEmptyContext();
                context.setAuthentication(TokenAuthentication.ofTicket());
                SecurityContextHolder.setContext(context);
            }
        }
        chain.doFilter(request, response);
    }

    private static Optional<DataKey> key(HttpServletRequest request, String method) {
        String digest =
                switch (method) {
                    case "GET" -> unquoted(request.getHeader(HttpHeaders.IF_MATCH));
                    case "PUT" -> request.getHeader(DIGEST);
                    default -> null;
                };
        if (digest == null) {
            return Optional.empty();
        }
        try {
            DataDoor door = DataDoor.parse(request.getRequestURI());
            return Optional.of(new DataKey(door.kind(), door.path(), new Sha256(digest)));
        } catch (IllegalArgumentException noSuchDoor) {
            return Optional.empty();
        }
    }

    private static @Nullable String unquoted(@Nullable String tag) {
        return tag != null && tag.length() > 2 && tag.startsWith("\"") && tag.endsWith("\"")
                ? tag.substring(1, tag.length() - 1)
                : null;
    }

    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }
}
