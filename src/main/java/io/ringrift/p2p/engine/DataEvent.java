package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.NodeStatus.Mandate;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.ReleaseRule;
import io.ringrift.p2p.model.data.Sha256;

import java.time.Instant;
import java.util.List;

/** What happened to which files stay and which go. */
public sealed interface DataEvent extends Event {

    record DataPinned(Instant at, Mandate mandate, Sha256 sha256) implements DataEvent {}

    record DataUnpinned(Instant at, Mandate mandate, Sha256 sha256) implements DataEvent {}

    /**
     * A node is to delete its copies of these files; they count nowhere from now on.
     *
     * @param rule why
     * @param bytes of all of them
     */
    record CopiesReleased(
            Instant at, NodeId node, ReleaseRule rule, List<DataKey> files, long bytes)
            implements DataEvent {

        public CopiesReleased {
            files = List.copyOf(files);
        }
    }

    /** The node says that they are gone. */
    record CopiesDeleted(Instant at, NodeId node, List<DataKey> files) implements DataEvent {

        public CopiesDeleted {
            files = List.copyOf(files);
        }
    }
}
