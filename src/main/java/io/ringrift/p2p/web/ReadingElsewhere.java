package io.ringrift.p2p.web;

import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.LocalLogs;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * On a node without a log: whatever is read from the cluster is read from a voter, and what the
 * node knows of itself is answered here.
 */
final class ReadingElsewhere extends OncePerRequestFilter {

    /** What a node tells of itself: its status, its probes and metrics. */
    private static final Pattern OWN =
            Pattern.compile("/(?:status|health|livez|readyz|error|actuator(?:/.*)?)/?");

    /** Also its own: what a job prints that runs here now. */
    private static final Pattern LOGS = Pattern.compile("/jobs/([^/]+)/logs/?");

    private final Passage passage;
    private final LocalLogs here;

    ReadingElsewhere(Passage passage, LocalLogs here) {
        this.passage = passage;
        this.here = here;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        return !ForwardingFilter.isRead(request)
                || OWN.matcher(path).matches()
                || OwnDoors.has(path)
                || runsHere(LOGS.matcher(path), request);
    }

    private boolean runsHere(Matcher door, HttpServletRequest request) {
        try {
            return door.matches()
                    && request.getParameter("attempt") == null
                    && here.isHeld(JobId.parse(door.group(1)));
        } catch (IllegalArgumentException noJobId) {
            return false;
        }
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        passage.read(request, response);
    }
}
