package io.ringrift.p2p.peers;

import io.ringrift.p2p.engine.ClusterNode;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.model.Labels;
import io.ringrift.p2p.model.NodeHealth;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.web.Problem;

import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
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

    /**
     * Reads {@code ?health=healthy,degraded&label=zone=a&limit=10&cursor=…}.
     *
     * @throws org.springframework.web.ErrorResponseException 400 naming the parameter
     */
    static NodeListing read(MultiValueMap<String, String> parameters) {
        for (String name : parameters.keySet()) {
            if (!KNOWN.contains(name)) {
                throw Problem.invalid(
                        name, "is no parameter here; known are health, label, limit and cursor");
            }
        }
        return new NodeListing(
                healths(parameters.getOrDefault("health", List.of())),
                labels(parameters.getOrDefault("label", List.of())),
                cursor(parameters.getFirst("cursor")),
                limit(parameters.getFirst("limit")));
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

    private static Set<NodeHealth> healths(List<String> given) {
        Set<NodeHealth> healths = EnumSet.noneOf(NodeHealth.class);
        for (String list : given) {
            for (String name : list.split(",", -1)) {
                try {
                    healths.add(NodeHealth.valueOf(name.strip().toUpperCase(Locale.ROOT)));
                } catch (IllegalArgumentException unknown) {
                    throw Problem.invalid(
                            "health",
                            "must be one of "
                                    + Arrays.stream(NodeHealth.values())
                                            .map(one -> one.name().toLowerCase(Locale.ROOT))
                                            .collect(Collectors.joining(", ")));
                }
            }
        }
        return healths;
    }

    private static Labels labels(List<String> given) {
        try {
            return Labels.parse(String.join(",", given));
        } catch (IllegalArgumentException malformed) {
            throw Problem.invalid("label", "must be name=value: " + malformed.getMessage());
        }
    }

    private static @Nullable NodeId cursor(@Nullable String text) {
        try {
            return text == null ? null : new NodeId(text);
        } catch (IllegalArgumentException malformed) {
            throw Problem.invalid("cursor", "is not one that an earlier page gave");
        }
    }

    private static int limit(@Nullable String text) {
        if (text == null) {
            return DEFAULT;
        }
        int limit = text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > MAX) {
            throw Problem.invalid("limit", "must be a whole number from 1 to " + MAX);
        }
        return limit;
    }
}
