package io.ringrift.p2p.peers;

import io.ringrift.p2p.model.Attempt;
import io.ringrift.p2p.model.LocalLogs;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.web.LeaderRoute;
import io.ringrift.p2p.web.Passage;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands before the door that reads the logs on this node: a log that lies elsewhere is read by the
 * leader, whom every node hears from.
 */
final class RemoteLogFilter extends OncePerRequestFilter {

    private static final Pattern DOOR = Pattern.compile("/jobs/([^/]+)/logs/?");

    private final CommandLog log;
    private final LeaderRoute route;
    private final Passage passage;
    private final RemoteLogs logs;
    private final NodeId self;
    private final @Nullable LocalLogs here;

    /**
     * @param here the logs of this node, or null when it runs no jobs
     */
    RemoteLogFilter(
            CommandLog log,
            LeaderRoute route,
            Passage passage,
            RemoteLogs logs,
            NodeId self,
            @Nullable LocalLogs here) {
        this.log = log;
        this.route = route;
        this.passage = passage;
        this.logs = logs;
        this.self = self;
        this.here = here;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getMethod().equals("GET")
                || !DOOR.matcher(request.getRequestURI()).matches();
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            serve(request, response, chain);
        } catch (ErrorResponseException problem) {
            passage.refuse(problem, response);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException, InterruptedException {
        Matcher door = DOOR.matcher(request.getRequestURI());
        RemoteLogs.Wanted wanted =
                RemoteLogs.Wanted.read(
                        door.matches() ? door.group(1) : "",
                        request.getParameter("attempt"),
                        request.getParameter("tail"),
                        request.getParameter("follow"));
        if (isHere(wanted)) {
            chain.doFilter(request, response);
        } else if (route.isHere()) {
            logs.copy(wanted, response);
        } else {
            passage.read(request, response);
        }
    }

    /** Only the leader may say that there is no such job; this voter may be behind. */
    private boolean isHere(RemoteLogs.Wanted wanted) {
        if (here == null) {
            return false;
        }
        try {
            Attempt attempt = RemoteLogs.attempt(log.picture().state(), wanted);
            return attempt.node().equals(self) && here.has(wanted.job(), attempt.number());
        } catch (ErrorResponseException notKnownHere) {
            return false;
        }
    }
}
