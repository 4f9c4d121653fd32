package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.Command.CordonNode;
import io.ringrift.p2p.engine.Command.DrainNode;
import io.ringrift.p2p.engine.Command.LabelNode;
import io.ringrift.p2p.engine.Command.LeaveNode;
import io.ringrift.p2p.engine.Command.MarkNodeOffline;
import io.ringrift.p2p.engine.Command.RegisterNode;
import io.ringrift.p2p.engine.Command.RetireNode;
import io.ringrift.p2p.engine.Command.UncordonNode;
import io.ringrift.p2p.engine.Decision.Accepted;
import io.ringrift.p2p.engine.Decision.Refused;
import io.ringrift.p2p.engine.Event.NodeRecovered;
import io.ringrift.p2p.engine.Event.NodeRegistered;
import io.ringrift.p2p.engine.NodeStatus.Cordon;
import io.ringrift.p2p.model.Labels;
import io.ringrift.p2p.model.Presence;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Which nodes take part, which get new work, and what is said of them. */
final class NodeRules {

    private NodeRules() {}

    /** A beat brings back a node that was missed, but not one that a person took out. */
    static Decision register(ClusterState state, RegisterNode c) {
        ClusterNode known = state.nodes().get(c.node());
        int limit = state.policy().nodeRules().maxNodes();
        if (known == null && state.nodes().size() >= limit) {
            return new Refused(new Rejection.TooManyNodes(limit));
        }
        List<Event> events = new ArrayList<>();
        if (known == null || !isSame(known, c)) {
            events.add(
                    new NodeRegistered(
                            c.at(), c.node(), c.incarnation(), c.offered(), c.labels(), c.gpus()));
        }
        if (known != null
                && (known.presence() == Presence.OFFLINE || known.presence() == Presence.LEFT)) {
            events.add(new NodeRecovered(c.at(), c.node()));
        }
        return events.isEmpty() ? Accepted.of() : new Accepted(events);
    }

    private static boolean isSame(ClusterNode known, RegisterNode c) {
        return known.incarnation().equals(c.incarnation())
                && known.offered().equals(c.offered())
                && (c.labels() == null || known.status().ownLabels().equals(c.labels()))
                && (c.gpus() == null || known.profile().gpus().equals(c.gpus()));
    }

    /** A node that came back under a new incarnation was not silent. */
    static Decision markOffline(ClusterState state, MarkNodeOffline c) {
        ClusterNode node = state.nodes().get(c.node());
        if (node == null) {
            return new Refused(new Rejection.UnknownNode(c.node()));
        }
        if (!node.incarnation().equals(c.incarnation())) {
            return new Refused(new Rejection.OtherIncarnation(c.node()));
        }
        return switch (node.presence()) {
            case PRESENT, LEFT ->
                    Accepted.of(new Event.NodeWentOffline(c.at(), c.node(), c.silentFor()));
            case OFFLINE, RETIRED -> Accepted.of();
        };
    }

    static Decision ofNode(ClusterState state, Command.OfNode command) {
        ClusterNode node = state.nodes().get(command.node());
        if (node == null) {
            return new Refused(new Rejection.UnknownNode(command.node()));
        }
        return switch (command) {
            case LeaveNode c -> leave(node, c);
            case CordonNode c ->
                    only(
                            node.status().cordon() == null,
                            new Event.NodeCordoned(c.at(), c.node(), c.mandate()));
            case UncordonNode c ->
                    only(
                            node.status().cordon() != null || node.presence() == Presence.RETIRED,
                            new Event.NodeUncordoned(c.at(), c.node(), c.mandate()));
            case DrainNode c -> drain(node.status().cordon(), c);
            case LabelNode c -> label(node.status().setLabels(), c);
            case RetireNode c -> retire(node, c);
        };
    }

    private static Decision leave(ClusterNode node, LeaveNode c) {
        if (!node.incarnation().equals(c.incarnation())) {
            return new Refused(new Rejection.OtherIncarnation(c.node()));
        }
        return only(node.presence() == Presence.PRESENT, new Event.NodeLeft(c.at(), c.node()));
    }

    private static Decision drain(@Nullable Cordon now, DrainNode c) {
        return only(
                now == null || !c.drain().equals(now.drain()),
                new Event.NodeDraining(c.at(), c.node(), c.mandate(), c.drain()));
    }

    private static Decision label(Labels now, LabelNode c) {
        return only(
                !now.equals(c.labels()),
                new Event.NodeLabelled(c.at(), c.node(), c.mandate(), c.labels()));
    }

    /** Whoever retires an absent node says that it is gone, and its work with it. */
    private static Decision retire(ClusterNode node, RetireNode c) {
        if (node.presence() == Presence.PRESENT && !node.holds().isEmpty()) {
            return new Refused(new Rejection.NodeHoldsWork(c.node(), node.holds().size()));
        }
        return only(
                node.presence() != Presence.RETIRED,
                new Event.NodeRetired(c.at(), c.node(), c.mandate()));
    }

    private static Decision only(boolean isNew, Event event) {
        return isNew ? Accepted.of(event) : Accepted.of();
    }
}
