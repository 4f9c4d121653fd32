package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.NodeStatus.Mandate;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.Sha256;

import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

import java.time.Instant;
import java.util.Collection;

/**
 * Which files must stay by the will of a person, and which copies are to go.
 *
 * @param pins contents that are never deleted, under any name; at most {@value #MAX_PINS}
 * @param leaving copies that their node is to delete and has not yet; they count nowhere any more.
 *     At most {@value #MAX_LEAVING} of a node
 */
public record Keeping(TreePMap<Sha256, Pin> pins, TreePMap<NodeId, TreePSet<DataKey>> leaving) {

    public static final int MAX_PINS = 10_000;

    /** A node that is away for long must not fill the state with what it is to delete. */
    public static final int MAX_LEAVING = 10_000;

    public static final Keeping NONE = new Keeping(TreePMap.empty(), TreePMap.empty());

    /** Since when, by whom and why a content stays. */
    public record Pin(Instant at, Mandate mandate) {}

    /** What a node is to delete. */
    public TreePSet<DataKey> leaving(NodeId node) {
        return leaving.getOrDefault(node, TreePSet.empty());
    }

    Keeping pinned(Sha256 sha256, Pin pin) {
        return new Keeping(pins.plus(sha256, pin), leaving);
    }

    Keeping unpinned(Sha256 sha256) {
        return new Keeping(pins.minus(sha256), leaving);
    }

    Keeping released(NodeId node, Collection<DataKey> files) {
        return new Keeping(pins, leaving.plus(node, leaving(node).plusAll(files)));
    }

    Keeping deleted(NodeId node, Collection<DataKey> files) {
        TreePSet<DataKey> left = leaving(node).minusAll(files);
        return new Keeping(pins, left.isEmpty() ? leaving.minus(node) : leaving.plus(node, left));
    }

    Keeping without(NodeId node) {
        return leaving.containsKey(node) ? new Keeping(pins, leaving.minus(node)) : this;
    }

    Keeping plusAll(Keeping other) {
        return new Keeping(pins.plusAll(other.pins), leaving.plusAll(other.leaving));
    }
}
