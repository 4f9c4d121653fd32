package io.ringrift.p2p.sync;

import io.ringrift.p2p.engine.Catalogue;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataDoor;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.model.data.Tickets;
import io.ringrift.p2p.peers.PeerRegistry;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.web.Passage;
import io.ringrift.p2p.web.Problem;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stands before the door that reads the files of this node: what lies elsewhere is read there and
 * passed on, so that a person asks any voter. With {@code local=true} nobody else is asked.
 */
final class RemoteFileFilter extends OncePerRequestFilter {

    private static final Sha256 FIRST = new Sha256("0".repeat(64));

    private static final List<String> PASSED_ON =
            List.of(HttpHeaders.RANGE, HttpHeaders.IF_RANGE, HttpHeaders.IF_NONE_MATCH);

    private final CommandLog log;
    private final PeerRegistry peers;
    private final Tickets tickets;
    private final Passage passage;
    private final NodeId self;

    RemoteFileFilter(
            CommandLog log, PeerRegistry peers, Tickets tickets, Passage passage, NodeId self) {
        this.log = log;
        this.peers = peers;
        this.tickets = tickets;
        this.passage = passage;
        this.self = self;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        boolean reads = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        return !reads
                || !request.getRequestURI().startsWith(DataDoor.PREFIX)
                || "true".equals(request.getParameter("local"));
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Catalogue.Held> wanted = elsewhere(request);
        if (wanted.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        Catalogue.Held held = wanted.get();
        for (NodeId node : held.holders()) {
            URI url = peers.find(node).map(peer -> peer.beat().dataUrl()).orElse(null);
            if (url != null
                    && passage.fetch(onward(request, node, url, held.file().key()), response)) {
                return;
            }
        }
        passage.refuse(
                Problem.of(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "no_source",
                        "The file is on "
                                + List.copyOf(held.holders())
                                + ", and none of these can be reached from here now."),
                response);
    }

    /** The version that is asked for, unless this node has it itself or nobody has. */
    private Optional<Catalogue.Held> elsewhere(HttpServletRequest request) {
        List<Catalogue.Held> versions;
        try {
            versions = versions(DataDoor.parse(request.getRequestURI()));
        } catch (IllegalArgumentException broken) {
            return Optional.empty();
        }
        if (versions.stream().anyMatch(held -> held.holders().contains(self))) {
            return Optional.empty();
        }
        String tag = request.getHeader(HttpHeaders.IF_MATCH);
        return versions.stream()
                .filter(held -> tag == null || tag.contains(held.file().key().sha256().hex()))
                .max(Comparator.comparing(held -> held.file().at()));
    }

    private List<Catalogue.Held> versions(DataDoor door) {
        List<Catalogue.Held> versions = new ArrayList<>();
        DataKey from = new DataKey(door.kind(), door.path(), FIRST);
        Map<DataKey, Catalogue.Held> rest =
                log.picture().state().catalogue().files().tailMap(from, true);
        for (Map.Entry<DataKey, Catalogue.Held> entry : rest.entrySet()) {
            DataKey key = entry.getKey();
            if (!key.kind().equals(door.kind()) || !key.path().equals(door.path())) {
                break;
            }
            versions.add(entry.getValue());
        }
        return versions;
    }

    private HttpRequest onward(HttpServletRequest request, NodeId node, URI url, DataKey key) {
        DataDoor door = new DataDoor(key.kind(), key.path());
        HttpRequest.Builder onward =
                HttpRequest.newBuilder(URI.create(url + door.uri() + "?local=true"))
                        .method(request.getMethod(), HttpRequest.BodyPublishers.noBody())
                        .timeout(Passage.ANSWER)
                        .header(HttpHeaders.IF_MATCH, '"' + key.sha256().hex() + '"');
        tickets.issue("GET", node, key)
                .ifPresent(ticket -> onward.header(HttpHeaders.AUTHORIZATION, "Ticket " + ticket));
        for (String name : PASSED_ON) {
            @Nullable String value = request.getHeader(name);
            if (value != null) {
                onward.header(name, value);
            }
        }
        return onward.build();
    }
}
