package io.ringrift.p2p.sync;

import io.ringrift.p2p.engine.Catalogue;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.model.Attempt;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.Tickets;
import io.ringrift.p2p.model.wire.Progress;
import io.ringrift.p2p.model.wire.Transfer;
import io.ringrift.p2p.peers.PeerRegistry;
import io.ringrift.p2p.web.Problem;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tells SYNC jobs what to move and people how far they are. */
final class TransferDesk {

    /** Sources that a job is told of; more make nothing faster. */
    static final int MAX_SOURCES = 8;

    /** So many sources in the receiver's zone can stand in for each other. */
    private static final int ENOUGH_NEAR = 2;

    private final PeerRegistry peers;
    private final Tickets tickets;
    private final SyncPolicy policy;
    private final Clock clock;

    TransferDesk(PeerRegistry peers, Tickets tickets, SyncPolicy policy, Clock clock) {
        this.peers = peers;
        this.tickets = tickets;
        this.policy = policy;
        this.clock = clock;
    }

    /**
     * A SYNC job that waits or runs; what is not known is left out.
     *
     * @param nodeId the node that moves the files
     * @param to the node that gets them
     * @param files that it is to move
     * @param bytes of those that are in the catalogue
     * @param progress as the job last said
     * @param bytesPerSecond on average since it was started, by what it said
     */
    record View(
            JobId jobId,
            String status,
            String configKey,
            int priority,
            @Nullable NodeId nodeId,
            @Nullable NodeId to,
            int files,
            long bytes,
            @Nullable Progress progress,
            @Nullable Long bytesPerSecond) {}

    List<View> all(ClusterState state) {
        List<View> views = new ArrayList<>();
        Underway.of(state)
                .moves()
                .forEach(
                        (id, move) -> {
                            Job job = state.open().get(id);
                            if (job != null) {
                                views.add(view(job, move, state.catalogue()));
                            }
                        });
        return views;
    }

    private View view(Job job, Underway.Move move, Catalogue catalogue) {
        Attempt live = job.liveAttempt();
        Progress progress =
                live == null
                        ? null
                        : peers.progress(live.node(), job.id(), live.number()).orElse(null);
        long bytes = 0;
        for (DataKey key : move.order().files()) {
            Catalogue.Held held = catalogue.files().get(key);
            bytes += held == null ? 0 : held.file().size();
        }
        return new View(
                job.id(),
                job.status().name().toLowerCase(Locale.ROOT),
                job.spec().configKey(),
                job.spec().priority(),
                move.mover(),
                move.receiver(),
                move.order().files().size(),
                bytes,
                progress,
                rate(live, progress));
    }

    private @Nullable Long rate(@Nullable Attempt live, @Nullable Progress progress) {
        if (live == null || live.startedAt() == null || progress == null) {
            return null;
        }
        long millis = Duration.between(live.startedAt(), clock.instant()).toMillis();
        return millis <= 0 || !progress.unit().equals("bytes")
                ? null
                : Long.valueOf(progress.done() * 1_000 / millis);
    }

    /**
     * What a job has to move now: without the files that have arrived and those that nobody has any
     * more.
     *
     * @throws org.springframework.web.ErrorResponseException 404 when there is no such SYNC job,
     *     422 when its order cannot be read, 409 when it has ended or is not on a node
     */
    Transfer of(JobId id, ClusterState state) {
        Job job = state.job(id);
        SyncOrder order = job == null ? null : order(job);
        if (job == null || order == null) {
            throw Problem.of(
                    HttpStatus.NOT_FOUND,
                    "no_transfer",
                    "Job " + id + " is no SYNC job with an order in metadata.sync.");
        }
        Underway.Move move = Underway.move(job, order);
        if (job.status().isFinal() || move.mover() == null || move.receiver() == null) {
            throw Problem.of(
                    HttpStatus.CONFLICT,
                    "not_moving",
                    "Job " + id + " has ended or is on no node, so it has nothing to move.");
        }
        Underway underway = Underway.of(state);
        Map<NodeId, DataNode> nodes = DataNode.alive(state, peers);
        Map<NodeId, Integer> busy = readers(underway, state.catalogue());
        List<Transfer.Item> items = new ArrayList<>();
        for (DataKey key : order.files()) {
            Catalogue.Held held = state.catalogue().files().get(key);
            if (held != null && !held.holders().contains(move.receiver())) {
                items.add(item(id, move, held, nodes, busy));
            }
        }
        return new Transfer(
                items,
                policy.bytesPerSecond(underway.jobsOf(move.mover()), underway.moves().size()));
    }

    private static @Nullable SyncOrder order(Job job) {
        try {
            return job.spec().type() == JobType.SYNC
                    ? SyncOrder.parse(job.spec().metadata()).orElse(null)
                    : null;
        } catch (IllegalArgumentException malformed) {
            throw Problem.of(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    "malformed_order",
                    malformed.getMessage() + ".");
        }
    }

    private Transfer.Item item(
            JobId id,
            Underway.Move move,
            Catalogue.Held held,
            Map<NodeId, DataNode> nodes,
            Map<NodeId, Integer> busy) {
        DataKey key = held.file().key();
        NodeId to = move.order().to();
        if (to != null) {
            DataNode node = nodes.get(to);
            if (node == null || node.url() == null) {
                throw Problem.tryLater(
                        "receiver_away", "Node " + to + " cannot be reached now.", 5);
            }
            return new Transfer.Item(held.file(), List.of(), peer(node, node.url(), "PUT", key));
        }
        return new Transfer.Item(held.file(), from(id, move, held, nodes, busy), null);
    }

    /** Near ones first, then the least busy; two near ones are enough to leave the others alone. */
    private List<Transfer.Peer> from(
            JobId id,
            Underway.Move move,
            Catalogue.Held held,
            Map<NodeId, DataNode> nodes,
            Map<NodeId, Integer> busy) {
        DataNode receiver = move.receiver() == null ? null : nodes.get(move.receiver());
        List<DataNode> sources =
                held.holders().stream()
                        .map(nodes::get)
                        .filter(node -> node != null && node.url() != null)
                        .sorted(
                                Comparator.comparing((DataNode node) -> !isNear(node, receiver))
                                        .thenComparingInt(node -> busy.getOrDefault(node.id(), 0))
                                        .thenComparingInt(node -> mixed(id, node.id()))
                                        .thenComparing(DataNode::id))
                        .toList();
        long near = sources.stream().filter(node -> isNear(node, receiver)).count();
        long most = near >= ENOUGH_NEAR ? Math.min(near, MAX_SOURCES) : MAX_SOURCES;
        List<Transfer.Peer> from = new ArrayList<>();
        for (DataNode node : sources) {
            if (node.url() != null && from.size() < most) {
                from.add(peer(node, node.url(), "GET", held.file().key()));
            }
        }
        return from;
    }

    private static boolean isNear(DataNode node, @Nullable DataNode receiver) {
        return receiver != null && node.isNear(receiver);
    }

    /** Those that are equally busy come in another order for each job, so that all are used. */
    private static int mixed(JobId id, NodeId node) {
        int mixed = 31 * id.hashCode() + node.hashCode();
        mixed *= 0x9E3779B9;
        return mixed ^ (mixed >>> 15);
    }

    /** How many jobs read from or write to a node now, as far as can be known. */
    private static Map<NodeId, Integer> readers(Underway underway, Catalogue catalogue) {
        Map<NodeId, Integer> readers = new HashMap<>();
        for (Underway.Move move : underway.moves().values()) {
            Catalogue.Held first = catalogue.files().get(move.order().files().getFirst());
            NodeId to = move.order().to();
            if (to != null) {
                readers.merge(to, 1, Integer::sum);
            } else if (first != null) {
                first.holders().forEach(node -> readers.merge(node, 1, Integer::sum));
            }
            if (move.mover() != null) {
                readers.merge(move.mover(), 1, Integer::sum);
            }
        }
        return readers;
    }

    private Transfer.Peer peer(DataNode node, URI url, String method, DataKey key) {
        return new Transfer.Peer(
                node.id(), url, tickets.issue(method, node.id(), key).orElse(null));
    }
}
