package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Presence;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.DataPath;
import io.ringrift.p2p.model.data.Sha256;

import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Which files there are and on which nodes, as their agents have said. Only what is said is here:
 * the bytes stay on the nodes.
 *
 * @param files every file that some node has, at most {@link Policy#MAX_FILES}
 * @param marks how much of each node's manifest is in here
 * @param keeping what must stay and what is to go
 */
public record Catalogue(
        TreePMap<DataKey, Held> files, TreePMap<NodeId, Mark> marks, Keeping keeping) {

    /** Before every other digest. */
    private static final Sha256 LEAST = new Sha256("0".repeat(64));

    public static final Catalogue EMPTY =
            new Catalogue(TreePMap.empty(), TreePMap.empty(), Keeping.NONE);

    /**
     * A file.
     *
     * @param file what was first said of it
     * @param holders nodes that have it, at least one
     */
    public record Held(DataFile file, TreePSet<NodeId> holders) {

        /** How many nodes have it that are there, one of them left out. */
        public int present(TreePMap<NodeId, ClusterNode> nodes, NodeId without) {
            int present = 0;
            for (NodeId holder : holders) {
                ClusterNode node = nodes.get(holder);
                boolean there = node != null && node.presence() == Presence.PRESENT;
                present += there && !holder.equals(without) ? 1 : 0;
            }
            return present;
        }
    }

    /**
     * How much of a node's manifest is known.
     *
     * @param incarnation of the agent that said it
     * @param version of its manifest, at least 1
     */
    public record Mark(UUID incarnation, long version) {}

    /**
     * Files of a kind that lie in the folder of a config; walks only these.
     *
     * @param configKey first segment of their paths
     */
    public List<Held> of(DataKind kind, String configKey) {
        String folder = configKey + "/";
        List<Held> found = new ArrayList<>();
        DataKey from = new DataKey(kind, new DataPath(configKey), LEAST);
        for (Held held : files.tailMap(from, true).values()) {
            DataKey key = held.file().key();
            String path = key.path().value();
            if (path.startsWith(folder) && key.kind().equals(kind)) {
                found.add(held);
            } else if (!key.kind().equals(kind) || path.compareTo(folder) > 0) {
                break;
            }
        }
        return found;
    }

    /** The version of a node's manifest that is known of this life of its agent, 0 for none. */
    public long known(NodeId node, UUID incarnation) {
        Mark mark = marks.get(node);
        return mark != null && mark.incarnation().equals(incarnation) ? mark.version() : 0;
    }

    /** With a change of a node's manifest. */
    Catalogue recorded(
            NodeId node, Mark mark, boolean anew, List<DataFile> added, List<DataKey> removed) {
        TreePMap<DataKey, Held> next = anew ? without(node).files : files;
        for (DataKey key : removed) {
            next = without(next, key, node);
        }
        TreePSet<DataKey> leaving = keeping.leaving(node);
        for (DataFile file : added) {
            if (leaving.contains(file.key())) {
                // It is told to delete it, and until then it counts for nothing.
                continue;
            }
            Held held = next.get(file.key());
            next =
                    next.plus(
                            file.key(),
                            held == null
                                    ? new Held(file, TreePSet.singleton(node))
                                    : new Held(held.file(), held.holders().plus(node)));
        }
        return new Catalogue(next, marks.plus(node, mark), keeping);
    }

    /** Without what a node has; walks all files. */
    private Catalogue without(NodeId node) {
        TreePMap<DataKey, Held> next = files;
        for (var entry : files.entrySet()) {
            if (entry.getValue().holders().contains(node)) {
                next = without(next, entry.getKey(), node);
            }
        }
        return new Catalogue(next, marks.minus(node), keeping);
    }

    /** Without a node that is gone for good, and what it was to delete. */
    Catalogue forgotten(NodeId node) {
        return without(node).with(keeping.without(node));
    }

    /** A node's copies count no more and are to be deleted. */
    Catalogue released(NodeId node, List<DataKey> copies) {
        TreePMap<DataKey, Held> next = files;
        for (DataKey key : copies) {
            next = without(next, key, node);
        }
        return new Catalogue(next, marks, keeping.released(node, copies));
    }

    Catalogue with(Keeping other) {
        return new Catalogue(files, marks, other);
    }

    private static TreePMap<DataKey, Held> without(
            TreePMap<DataKey, Held> from, DataKey key, NodeId node) {
        @Nullable Held held = from.get(key);
        if (held == null) {
            return from;
        }
        TreePSet<NodeId> rest = held.holders().minus(node);
        return rest.isEmpty() ? from.minus(key) : from.plus(key, new Held(held.file(), rest));
    }

    Catalogue plusAll(Catalogue other) {
        return new Catalogue(
                files.plusAll(other.files),
                marks.plusAll(other.marks),
                keeping.plusAll(other.keeping));
    }
}
