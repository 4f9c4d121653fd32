package io.ringrift.p2p.peers;

import io.ringrift.p2p.engine.ClusterNode;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.model.Labels;
import io.ringrift.p2p.model.NodeHealth;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.web.QueryReader;

import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which nodes to list.
 *
 * @param healths any of these; empty means all
 * @param labels all of these
 * @param after nodes behind this id, if given
 * @param limit at most so many, 1 to {@value #MAX}
 */
record NodeListing(Set<NodeHealth> healths, Labels labels, @Nullable NodeId after, int limit) {

    static final int MAX = 1_000;
    private static final int DEFAULT = 100;
    private static final Set<String> KNOWN =
            Set.of("health", "label", "cursor", "limit", "consistency");
    private static final String HEALTHS =
            Arrays.stream(NodeHealth.values())
                    .map(one -> one.name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "));

    /**
     * Reads {@code ?health=healthy,degraded&label=zone=a&limit=10&cursor=…}.
     *
     * @throws org.springframework.web.ErrorResponseException 400 naming each wrong parameter
     */
    static NodeListing read(MultiValueMap<String, String> parameters) {
        QueryReader reader = new QueryReader(parameters, KNOWN);
        NodeListing listing =
                new NodeListing(
                        reader.each(
                                "health",
                                text -> NodeHealth.valueOf(text.toUpperCase(Locale.ROOT)),
                                "must be one of " + HEALTHS),
                        labels(reader, parameters.getOrDefault("label", List.of())),
                        reader.one("cursor", NodeId::new, "is not one that an earlier page gave"),
                        reader.limit(DEFAULT, MAX));
        reader.check();
        return listing;
    }

    NodeController.NodePage page(ClusterState state, NodeViews views) {
        List<NodeView> page = new ArrayList<>();
        Map<NodeId, ClusterNode> rest =
                after == null ? state.nodes() : state.nodes().tailMap(after, false);
        for (ClusterNode node : rest.values()) {
            if (!labels.allIn(node.labels())) {
                continue;
            }
            NodeView view = views.view(state, node, false);
            if (healths.isEmpty() || healths.contains(view.health())) {
                if (page.size() == limit) {
                    return new NodeController.NodePage(page, page.getLast().nodeId().value());
                }
                page.add(view);
            }
        }
        return new NodeController.NodePage(page, null);
    }

    private static Labels labels(QueryReader reader, List<String> given) {
        try {
            return Labels.parse(String.join(",", given));
        } catch (IllegalArgumentException malformed) {
            reader.wrong("label", "must be name=value: " + malformed.getMessage());
            return Labels.NONE;
        }
    }
}
