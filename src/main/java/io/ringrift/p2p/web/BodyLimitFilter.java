package io.ringrift.p2p.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** No body is read beyond its limit, whether it says its length or not. */
final class BodyLimitFilter extends OncePerRequestFilter {

    /** What people and programs send. */
    static final long LIMIT = 256 << 10;

    /** What agents send: up to 200 results with 16 KiB of metrics each. */
    static final long AGENT_LIMIT = 8 << 20;

    private final JsonMapper json;

    BodyLimitFilter(JsonMapper json) {
        this.json = json;
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
        var problem = why.problem();
        response.setStatus(problem.getStatusCode().value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        response.getOutputStream().write(json.writeValueAsBytes(problem.getBody()));
    }
}
