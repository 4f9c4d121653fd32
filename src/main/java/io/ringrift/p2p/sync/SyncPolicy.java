package io.ringrift.p2p.sync;

import io.ringrift.p2p.model.Labels;
import io.ringrift.p2p.model.data.DataKind;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * What moves by itself, and how much at a time.
 *
 * @param enabled whether anything does
 * @param rules by kind; what has no rule stays where it is
 * @param jobsPerNode SYNC jobs that a node runs at a time, at least 1
 * @param jobs SYNC jobs of the whole cluster at a time, at least 1
 * @param readersPerSource nodes that may be given one file at a time, for each node that has it; at
 *     least 1
 * @param keepFreeBytes space that a node must have left when all has arrived
 * @param nodeBytesPerSecond most that all SYNC jobs of a node may move together, 0 for no limit
 * @param bytesPerSecond most that all SYNC jobs may move together, 0 for no limit
 */
record SyncPolicy(
        boolean enabled,
        Map<DataKind, Rule> rules,
        int jobsPerNode,
        int jobs,
        int readersPerSource,
        long keepFreeBytes,
        long nodeBytesPerSecond,
        long bytesPerSecond) {

    /**
     * Where the files of one kind go.
     *
     * @param players to every node that runs self-play of their config
     * @param trainers to every node that runs a training of their config
     * @param labels to every node that bears all of these, or null for no such
     * @param copies nodes that have each file at least, 1 or more
     * @param newest only so many of the newest files of a config, 0 for all
     * @param priority of the jobs that move them, 0 to 100
     * @param keep how long they stay
     */
    record Rule(
            boolean players,
            boolean trainers,
            @Nullable Labels labels,
            int copies,
            int newest,
            int priority,
            KeepRule keep) {

        /** Files of which all stay. */
        Rule(
                boolean players,
                boolean trainers,
                @Nullable Labels labels,
                int copies,
                int newest,
                int priority) {
            this(players, trainers, labels, copies, newest, priority, KeepRule.ALL);
        }
    }

    SyncPolicy {
        rules = Map.copyOf(rules);
    }

    /** Whether nothing is ever let go. */
    boolean keepsAll() {
        return rules.values().stream().allMatch(rule -> rule.keep().equals(KeepRule.ALL));
    }

    /**
     * What one job may move per second, 0 for no limit.
     *
     * @param ofNode jobs of its node now, itself included
     * @param ofCluster jobs of the cluster now, itself included
     */
    long bytesPerSecond(int ofNode, int ofCluster) {
        long byNode = share(nodeBytesPerSecond, ofNode);
        long byCluster = share(bytesPerSecond, ofCluster);
        return byNode == 0 || byCluster == 0
                ? Math.max(byNode, byCluster)
                : Math.min(byNode, byCluster);
    }

    private static long share(long all, int jobs) {
        return all == 0 ? 0 : Math.max(1, all / Math.max(1, jobs));
    }
}
