package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.Lease;

import java.util.Map;

/**
 * A digest of a whole state, equal on every replica at the same log index and in every JVM.
 *
 * <p>It is the sum of one 64-bit hash per entry, taken over the entry's text: records print all
 * their components, so that a new component counts by itself, and a new collection of the state
 * does not compile until it is added here. What is derived (queue, reservations, age order) is
 * digested like the rest, so that a wrong derivation shows. It finds divergence by fault, not by
 * malice. Cost: about 2 µs per entry, so a few seconds for a million jobs; call it off the applying
 * thread.
 *
 * @param value 64 bits
 */
public record StateHash(long value) {

    /** The digest of the state. */
    public static StateHash of(ClusterState state) {
        return switch (state) {
            case ClusterState(
                            int rulesVersion,
                            Policy policy,
                            Lease lease,
                            var open,
                            var finished,
                            var queue,
                            var nodes,
                            var keys,
                            var keysByAge,
                            Tally tally,
                            Charter charter,
                            Catalogue(var files, var marks, Keeping(var pins, var leaving)),
                            Training training,
                            Outbox outbox) ->
                    new StateHash(
                            entry("rulesVersion", rulesVersion, "")
                                    + entry("policy", policy, "")
                                    + entry("lease", lease, "")
                                    + entries("open", open)
                                    + entries("finished", finished)
                                    + queue.stream().mapToLong(k -> entry("queue", k, "")).sum()
                                    + entries("nodes", nodes)
                                    + entries("keys", keys)
                                    + entries("keysByAge", keysByAge)
                                    + entry("tally", tally, "")
                                    + entries("files", files)
                                    + entries("manifests", marks)
                                    + entries("pins", pins)
                                    + entries("leaving", leaving)
                                    + digest(training)
                                    + digest(outbox)
                                    // States of the first release had none.
                                    + (charter.equals(Charter.NONE)
                                            ? 0
                                            : entry("charter", charter, "")));
        };
    }

    /** 16 hexadecimal digits. */
    @Override
    public String toString() {
        return String.format("%016x", value);
    }

    /** States before {@link RulesVersion#TRAINING} have none. */
    private static long digest(Training training) {
        return switch (training) {
            case Training(
                            var configured,
                            Steering general,
                            var ledgers,
                            var matches,
                            var results,
                            Quarantines(int changes, var quarantines)) ->
                    (configured == null ? 0 : entry("training", configured, ""))
                            + (general.equals(Steering.NONE) ? 0 : entry("steering", general, ""))
                            + entries("ledgers", ledgers)
                            + entries("matches", matches)
                            + entries("results", results)
                            + entries("quarantines", quarantines)
                            + (changes == 0 ? 0 : entry("quarantineChanges", changes, ""));
        };
    }

    /** States before {@link RulesVersion#WEBHOOKS} have none. */
    private static long digest(Outbox outbox) {
        return switch (outbox) {
            case Outbox(long last, var leader, var endpoints, var _, var messages, var alarms) ->
                    (last == 0 ? 0 : entry("outbox", last, ""))
                            + (leader == null ? 0 : entry("outboxLeader", leader, ""))
                            + endpoints.values().stream().mapToLong(StateHash::digest).sum()
                            + entries("messages", messages)
                            + entries("alarms", alarms);
        };
    }

    private static long digest(Endpoint endpoint) {
        Mailbox box = endpoint.mailbox();
        String id = " " + endpoint.id();
        return entry("endpoint", endpoint.id(), endpoint.with(box.emptied()))
                + entries("waiting" + id, box.waiting())
                + entries("parked" + id, box.parked())
                + entries("delivered" + id, box.delivered());
    }

    private static long entries(String section, Map<?, ?> map) {
        long sum = 0;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            sum += entry(section, entry.getKey(), entry.getValue());
        }
        return sum;
    }

    private static long entry(String section, Object key, Object value) {
        return finish(text(text(text(0, section), key.toString()), value.toString()));
    }

    /** Multiply and rotate per character; the length keeps neighbouring texts apart. */
    private static long text(long seed, String text) {
        long hash = seed ^ (text.length() * 0x9E3779B97F4A7C15L);
        for (int i = 0; i < text.length(); i++) {
            hash = Long.rotateLeft((hash ^ text.charAt(i)) * 0xD6E8FEB86659FD93L, 32);
        }
        return hash;
    }

    /** "Mix13" of D. Stafford, "Better Bit Mixing", 2011, as in {@code SplittableRandom}. */
    private static long finish(long hash) {
        long a = (hash ^ (hash >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }
}
