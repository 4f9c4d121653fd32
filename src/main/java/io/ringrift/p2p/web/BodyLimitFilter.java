package io.ringrift.p2p.web;

import io.ringrift.p2p.model.data.DataDoor;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.filter.OncePerRequestFilter;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;

/** No body is read beyond its limit, whether it says its length or not. */
final class BodyLimitFilter extends OncePerRequestFilter {

    /** What people and programs send. */
    static final long LIMIT = 256 << 10;

    /** What agents send: up to 200 results with 16 KiB of metrics each. */
    static final long AGENT_LIMIT = 8 << 20;

    /** A door that reads its body by itself, by a limit of its own, on the leader only. */
    private static final String RESTORE = "/cluster/restore";

    private final JsonMapper json;

    BodyLimitFilter(JsonMapper json) {
        this.json = json;
    }

    /** Whether this request's body is neither kept in memory nor sent on. */
    static boolean isStreamed(HttpServletRequest request) {
        String path = request.getRequestURI();
        return switch (request.getMethod()) {
            case "POST" -> path.equals(RESTORE);
            case "PUT" -> path.startsWith(DataDoor.PREFIX);
            default -> false;
        };
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return isStreamed(request);
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        long limit = request.getRequestURI().startsWith("/peers/") ? AGENT_LIMIT : LIMIT;
        if (request.getContentLengthLong() > limit) {
            refuse(response, new RequestTooLargeException(limit));
        } else if (request.getContentLengthLong() != 0) {
            WholeRequest whole;
            try {
                whole = WholeRequest.read(request, limit);
            } catch (RequestTooLargeException e) {
                refuse(response, e);
                return;
            }
            chain.doFilter(whole, response);
        } else {
            chain.doFilter(request, response);
        }
    }

    private void refuse(HttpServletResponse response, RequestTooLargeException why)
            throws IOException {
        Problem.write(why.problem(), json, response);
    }
}
