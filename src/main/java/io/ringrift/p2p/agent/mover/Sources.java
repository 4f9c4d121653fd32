package io.ringrift.p2p.agent.mover;

import static java.util.Comparator.comparingDouble;

import io.ringrift.p2p.agent.mover.MoveFailedException.Hope;
import io.ringrift.p2p.agent.mover.Source.Offer;
import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.wire.Transfer.Peer;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/** From whom one file may be read: chooses, remembers, gives up. */
final class Sources {

    /** One bit of a long for each. */
    private static final int MAX = 63;

    private static final long LOOK_MILLIS = 20;

    /** All nodes that a move has met. */
    static final class Known {

        private final Map<NodeId, Source> all = new ConcurrentHashMap<>();
        private final MoverSettings settings;

        Known(MoverSettings settings) {
            this.settings = settings;
        }

        Source of(NodeId node) {
            return all.computeIfAbsent(node, id -> new Source(id, settings));
        }

        /** Who lied, in order. */
        List<String> quarantined() {
            return all.values().stream()
                    .filter(Source::isQuarantined)
                    .map(source -> source.node().value())
                    .sorted()
                    .toList();
        }
    }

    private final List<Offer> offers;
    private final Map<NodeId, String> complaints = new HashMap<>();
    private final TreeSet<NodeId> dropped = new TreeSet<>();
    private final Set<NodeId> stoodAlone = new HashSet<>();
    private final Duration giveUp;
    private final MonotonicClock clock;
    private @Nullable Source alone;
    private long lastByte;

    Sources(List<Peer> peers, Known known, Duration giveUp, MonotonicClock clock) {
        this.offers =
                peers.stream()
                        .map(peer -> new Offer(known.of(peer.node()), peer))
                        .distinct()
                        .limit(MAX)
                        .toList();
        this.giveUp = giveUp;
        this.clock = clock;
        this.lastByte = clock.nanos();
    }

    /**
     * The source for the next request: the one that would be done with it first by what it gave so
     * far and what it has to do, the earliest in the list among equals. As the chunks are hashed in
     * their order, a slow source holds up all others. Waits while all of them rest.
     *
     * @param stopped whether nobody waits for it any more
     * @throws MoveFailedException when no source is left, or none gave a byte for too long
     * @throws InterruptedException when it was stopped
     */
    synchronized Offer take(BooleanSupplier stopped)
            throws MoveFailedException, InterruptedException {
        while (true) {
            if (stopped.getAsBoolean()) {
                throw new InterruptedException();
            }
            List<Offer> left = left();
            if (left.isEmpty()) {
                throw failed("no source is left");
            }
            long now = clock.nanos();
            double best =
                    left.stream()
                            .mapToDouble(offer -> offer.source().bytesPerSecond(now))
                            .filter(rate -> rate > 0)
                            .max()
                            .orElse(1);
            Optional<Offer> ready =
                    left.stream()
                            .sorted(comparingDouble(offer -> offer.source().cost(best, now)))
                            .filter(offer -> offer.source().tryBegin())
                            .findFirst();
            if (ready.isPresent()) {
                return ready.get();
            }
            if (now - lastByte > giveUp.toNanos()) {
                throw failed("no source gave anything for " + giveUp.toSeconds() + " s");
            }
            wait(LOOK_MILLIS);
        }
    }

    /** Whether a slow source could be left for another one. */
    synchronized boolean hasOther(Offer offer) {
        return left().stream().anyMatch(other -> !other.source().equals(offer.source()));
    }

    private List<Offer> left() {
        return offers.stream()
                .filter(offer -> !dropped.contains(offer.peer().node()))
                .filter(offer -> !offer.source().isQuarantined())
                .filter(offer -> alone == null || offer.source().equals(alone))
                .toList();
    }

    synchronized void gaveBytes() {
        lastByte = clock.nanos();
    }

    synchronized void gave(Offer offer, long bytes, long nanos) {
        offer.source().gave(bytes, nanos, clock.nanos());
        notifyAll();
    }

    synchronized void failed(Offer offer, long bytes, long nanos, SourceException why) {
        offer.source().failed(bytes, nanos, why, clock.nanos());
        complaints.put(offer.peer().node(), why.sentence());
        switch (why.fault()) {
            case PASSING -> {}
            case NOT_HERE -> dropped.add(offer.peer().node());
            case LIES -> offer.source().quarantine();
        }
        notifyAll();
    }

    /** Nothing that this source sends is believed any more. */
    synchronized String quarantine(int index, String why) {
        Source source = offers.get(index).source();
        source.quarantine();
        complaints.put(source.node(), why);
        return source.node().value();
    }

    synchronized boolean isAlone() {
        return alone != null;
    }

    int indexOf(Offer offer) {
        return offers.indexOf(offer);
    }

    /**
     * From now on one source after the other, so that whoever sends wrong bytes is found.
     *
     * @return whether there is one that did not stand alone before
     */
    synchronized boolean nextAlone() {
        alone = null;
        Optional<Source> next =
                left().stream()
                        .map(Offer::source)
                        .filter(source -> stoodAlone.add(source.node()))
                        .findFirst();
        alone = next.orElse(null);
        lastByte = clock.nanos();
        return next.isPresent();
    }

    private MoveFailedException failed(String what) {
        StringBuilder sentence = new StringBuilder(what);
        offers.stream()
                .map(offer -> offer.peer().node())
                .distinct()
                .forEach(
                        node ->
                                sentence.append("; ")
                                        .append(node)
                                        .append(": ")
                                        .append(complaints.getOrDefault(node, "not asked")));
        return new MoveFailedException(Hope.OTHER_SOURCES, sentence.toString());
    }
}
