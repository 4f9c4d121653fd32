package io.ringrift.p2p.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;

/**
 * Guards the doors of a node without a token. Loopback keeps other machines out, but a browser on
 * this machine runs other people's pages: one of them could post a job here, or reach the node
 * under a name of its own that resolves to 127.0.0.1 (DNS rebinding). Both show in headers that a
 * page cannot forge: Host must be a name of this node, and Origin, where a browser sends it, must
 * be the node itself.
 *
 * <p>A request without Host does not come from a browser and passes.
 */
final class OpenDoorFilter extends OncePerRequestFilter {

    private final Set<String> ownNames;

    /**
     * Makes the guard.
     *
     * @param ownNames lower-case names and addresses under which the node may be addressed, IPv6
     *     without brackets
     */
    OpenDoorFilter(Set<String> ownNames) {
        this.ownNames = Set.copyOf(ownNames);
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String host = request.getHeader(HttpHeaders.HOST);
        if (host != null && !ownNames.contains(name(host))) {
            Refusal.write(
                    response,
                    HttpStatus.FORBIDDEN,
                    "forbidden_host",
                    "The Host header does not name this node; address it as localhost or set"
                            + " RINGRIFT_P2P_AUTH_TOKEN.");
        } else if (isForeign(request.getHeader(HttpHeaders.ORIGIN), host)) {
            Refusal.write(
                    response,
                    HttpStatus.FORBIDDEN,
                    "forbidden_host",
                    "The request comes from a page of another site.");
        } else {
            chain.doFilter(request, response);
        }
    }

    private static boolean isForeign(@Nullable String origin, @Nullable String host) {
        return origin != null
                && !origin.equalsIgnoreCase("http://" + host)
                && !origin.equalsIgnoreCase("https://" + host);
    }

    /** The name in a Host header: no port, no brackets, no final dot, lower case. */
    static String name(String host) {
        String name = host.strip().toLowerCase(Locale.ROOT);
        if (name.startsWith("[")) {
            int end = name.indexOf(']');
            return end < 0 ? name : name.substring(1, end);
        }
        int colon = name.indexOf(':');
        String bare = colon < 0 ? name : name.substring(0, colon);
        return bare.endsWith(".") ? bare.substring(0, bare.length() - 1) : bare;
    }
}
