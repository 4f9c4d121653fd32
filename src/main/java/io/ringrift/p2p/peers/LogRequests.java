package io.ringrift.p2p.peers;

import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.wire.LogOrder;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Wishes to read logs of nodes that nobody can dial: each is told to the node in the answer to its
 * beat, and what the node sends waits here for whoever wished. Little waits: a slow reader slows
 * the node's sending down, and a reader that is gone ends it.
 */
final class LogRequests {

    /** Wishes at the same time; more are turned away. */
    static final int MOST = 64;

    private static final int PIECES = 4;
    private static final Duration READER_PATIENCE = Duration.ofSeconds(20);

    private final Map<UUID, Wish> wishes = new ConcurrentHashMap<>();

    /** Text, or the end. */
    static final class Piece {

        private final byte[] text;
        private final boolean found;
        private final boolean last;

        /**
         * Takes the bytes as they are.
         *
         * @param found false when the node has no such log
         * @param last whether nothing follows
         */
        Piece(byte[] text, boolean found, boolean last) {
            this.text = text;
            this.found = found;
            this.last = last;
        }

        byte[] text() {
            return text;
        }

        boolean found() {
            return found;
        }

        boolean last() {
            return last;
        }
    }

    /** One reader's wish. */
    static final class Wish {

        private final NodeId node;
        private final LogOrder order;
        private final BlockingQueue<Piece> pieces = new ArrayBlockingQueue<>(PIECES);
        private volatile boolean answered;

        Wish(NodeId node, LogOrder order) {
            this.node = node;
            this.order = order;
        }

        /** The next piece, or null when none came in time. */
        @Nullable Piece next(Duration patience) throws InterruptedException {
            return pieces.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        }

        LogOrder order() {
            return order;
        }
    }

    /** A wish from now on, unless there are too many. */
    synchronized Optional<Wish> open(NodeId node, LogOrder order) {
        if (wishes.size() >= MOST) {
            return Optional.empty();
        }
        Wish wish = new Wish(node, order);
        wishes.put(order.requestId(), wish);
        return Optional.of(wish);
    }

    /** The reader has had enough. */
    void close(Wish wish) {
        wishes.remove(wish.order.requestId());
    }

    /** What a node is to send and has not begun to. */
    List<LogOrder> of(NodeId node) {
        return wishes.isEmpty()
                ? List.of()
                : wishes.values().stream()
                        .filter(wish -> wish.node.equals(node) && !wish.answered)
                        .map(Wish::order)
                        .toList();
    }

    /** Takes a piece in; false when nobody wants more of it. */
    boolean take(NodeId node, UUID request, Piece piece) throws InterruptedException {
        Wish wish = wishes.get(request);
        if (wish == null || !wish.node.equals(node)) {
            return false;
        }
        wish.answered = true;
        long rounds = READER_PATIENCE.toMillis() / 100;
        for (long i = 0; i < rounds && wishes.containsKey(request); i++) {
            if (wish.pieces.offer(piece, 100, TimeUnit.MILLISECONDS)) {
                return !piece.last();
            }
        }
        return false;
    }
}
