package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.Event.NodeCordoned;
import io.ringrift.p2p.engine.Event.NodeDraining;
import io.ringrift.p2p.engine.Event.NodeLabelled;
import io.ringrift.p2p.engine.Event.NodeLeft;
import io.ringrift.p2p.engine.Event.NodeRecovered;
import io.ringrift.p2p.engine.Event.NodeRegistered;
import io.ringrift.p2p.engine.Event.NodeRetired;
import io.ringrift.p2p.engine.Event.NodeUncordoned;
import io.ringrift.p2p.engine.Event.NodeWentOffline;
import io.ringrift.p2p.engine.Event.OfNode;
import io.ringrift.p2p.engine.NodeStatus.Cordon;
import io.ringrift.p2p.model.Presence;

/** What the events of a node do to the state. */
final class NodeEvolution {

    private NodeEvolution() {}

    static ClusterState evolve(ClusterState state, OfNode event) {
        ClusterNode known = state.nodes().get(event.node());
        if (event instanceof NodeRegistered e) {
            ClusterNode node =
                    known == null
                            ? ClusterNode.empty(e.node(), e.incarnation(), e.offered())
                            : known.registered(e.incarnation(), e.offered());
            ClusterNode labelled =
                    e.labels() == null ? node : node.with(node.status().saysOfItself(e.labels()));
            return with(
                    state,
                    e.gpus() == null ? labelled : labelled.with(labelled.profile().with(e.gpus())));
        }
        if (known == null) {
            return state;
        }
        ClusterState next = with(state, known.with(status(known.status(), event)));
        return event instanceof NodeRetired
                ? next.withCatalogue(next.catalogue().forgotten(known.id()))
                : next;
    }

    private static NodeStatus status(NodeStatus now, OfNode event) {
        return switch (event) {
            case NodeRegistered _ -> now;
            case NodeWentOffline e ->
                    now.became(e.at(), Presence.OFFLINE, NodeStatus.silence(e.silentFor()));
            case NodeRecovered e -> now.became(e.at(), Presence.PRESENT, "it beats again");
            case NodeLeft e -> now.became(e.at(), Presence.LEFT, "its agent said goodbye");
            case NodeCordoned e -> now.cordoned(new Cordon(e.at(), e.mandate(), null));
            case NodeDraining e -> now.cordoned(new Cordon(e.at(), e.mandate(), e.drain()));
            case NodeLabelled e -> now.labelled(e.labels());
            case NodeRetired e ->
                    now.became(
                            e.at(),
                            Presence.RETIRED,
                            e.mandate().by() + ": " + e.mandate().reason());
            case NodeUncordoned e -> {
                NodeStatus open = now.cordoned(null);
                yield now.presence() == Presence.RETIRED
                        ? open.became(
                                e.at(),
                                Presence.PRESENT,
                                e.mandate().by() + ": " + e.mandate().reason())
                        : open;
            }
        };
    }

    private static ClusterState with(ClusterState state, ClusterNode node) {
        return state.withNodes(state.nodes().plus(node.id(), node));
    }
}
