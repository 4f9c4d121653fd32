package io.ringrift.p2p.model.wire;

import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataFile;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.List;

/**
 * What a SYNC job has to move: {@code GET /data/transfers/{job_id}}, asked for by the job itself
 * when it starts and whenever it runs out of sources.
 *
 * @param files in the order in which they should move
 * @param bytesPerSecond most that the job may move, 0 for no limit
 */
public record Transfer(List<Item> files, long bytesPerSecond) {

    /**
     * One file.
     *
     * @param file what it is
     * @param from where it can be read, best first; this node's own disk when {@code to} is there
     * @param to where it goes by PUT, or null when it comes here
     */
    public record Item(DataFile file, List<Peer> from, @Nullable Peer to) {

        public Item {
            from = List.copyOf(from);
        }
    }

    /**
     * A node that serves or takes files.
     *
     * @param url its doors, such as {@code http://10.0.0.7:8770}
     * @param ticket opens the door for this file and this node only, or null where no token is set
     */
    public record Peer(NodeId node, URI url, @Nullable String ticket) {}

    public Transfer {
        files = List.copyOf(files);
    }
}
