package io.ringrift.p2p.peers;

import io.ringrift.p2p.model.NodeId;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * Who may be called OFFLINE. When many nodes fall silent together the leader assumes that it is
 * itself that cannot hear, and calls nobody OFFLINE until most of them are back; if they stay
 * silent for ten times PEER_TIMEOUT, they are what is gone.
 */
final class MassSilence {

    /** Fewer than these are no mass, however few there are in all. */
    static final int AT_LEAST = 3;

    /** More than this share of the nodes that were present. */
    static final double SHARE = 0.3;

    /** Timeouts after which those who are still silent are given up. */
    static final int GIVEN_UP_AFTER = 10;

    private final Set<NodeId> givenUp = new HashSet<>();
    private @Nullable Long frozenSince;

    /** Since when nobody is called OFFLINE, on the monotonic clock; empty in calm weather. */
    OptionalLong frozenSince() {
        return frozenSince == null ? OptionalLong.empty() : OptionalLong.of(frozenSince);
    }

    /** As after an election: nothing is known yet. */
    void forget() {
        givenUp.clear();
        frozenSince = null;
    }

    /**
     * The nodes that may be called OFFLINE now.
     *
     * @param heard when each node that takes part was last heard, on the monotonic clock
     */
    List<NodeId> due(Map<NodeId, Long> heard, Pace pace, long now) {
        Map<NodeId, Long> silent = longerThan(heard, pace.suspectAfter().toNanos(), now);
        givenUp.retainAll(silent.keySet());
        if (frozenSince != null && !thaws(silent, heard.size(), pace, now)) {
            return List.of();
        }
        Map<NodeId, Long> due = longerThan(silent, pace.peerTimeout().toNanos(), now);
        if (freezes(due, silent, heard.size(), pace, now)) {
            frozenSince = now;
            return List.of();
        }
        return List.copyOf(due.keySet());
    }

    private boolean thaws(Map<NodeId, Long> silent, int all, Pace pace, long now) {
        boolean theyAreBack = !isMass(silent.size(), all);
        boolean tooLong =
                frozenSince != null
                        && now - frozenSince > GIVEN_UP_AFTER * pace.peerTimeout().toNanos();
        if (tooLong) {
            givenUp.addAll(silent.keySet());
        }
        if (theyAreBack || tooLong) {
            frozenSince = null;
        }
        return theyAreBack || tooLong;
    }

    /** Whether those who are due now fell silent together with many others, within one interval. */
    private boolean freezes(
            Map<NodeId, Long> due, Map<NodeId, Long> silent, int all, Pace pace, long now) {
        OptionalLong longest =
                due.entrySet().stream()
                        .filter(one -> !givenUp.contains(one.getKey()))
                        .mapToLong(one -> now - one.getValue())
                        .max();
        if (longest.isEmpty()) {
            return false;
        }
        long earlier = longest.getAsLong() - pace.interval().toNanos();
        long together =
                silent.entrySet().stream()
                        .filter(one -> !givenUp.contains(one.getKey()))
                        .filter(one -> now - one.getValue() >= earlier)
                        .count();
        return isMass(together, all);
    }

    private static boolean isMass(long silent, int all) {
        return silent >= AT_LEAST && silent > SHARE * all;
    }

    private static Map<NodeId, Long> longerThan(Map<NodeId, Long> heard, long limit, long now) {
        Map<NodeId, Long> longer = new TreeMap<>();
        heard.forEach(
                (id, at) -> {
                    if (now - at > limit) {
                        longer.put(id, at);
                    }
                });
        return longer;
    }
}
