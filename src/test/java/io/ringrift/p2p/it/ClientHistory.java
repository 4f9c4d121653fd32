package io.ringrift.p2p.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What clients were told, in the order in which they were told it; {@link HistoryChecker} judges.
 */
final class ClientHistory {

    /** A submission with a 2xx answer. */
    record Acknowledged(String key, String jobId, String node) {}

    /**
     * What a linearizable read of an acknowledged job said.
     *
     * @param code of the answer, 200 or 404; others say nothing
     * @param status of the job, empty when there is none
     */
    record Read(String jobId, String node, int code, String status) {}

    /** A node that said of itself that it leads. */
    record Leading(String node, long epoch) {}

    /**
     * A job as it stands in the end.
     *
     * @param reasons why its attempts ended, in their order
     */
    record JobSeen(String status, List<String> reasons) {}

    /** All jobs as one node knows them. */
    record NodeSeen(String node, Map<String, JobSeen> jobs) {}

    /** The counters of the leader. */
    record Tally(long submitted, long open, long completed, long failed, long cancelled) {}

    private final Queue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();
    private final Queue<Read> reads = new ConcurrentLinkedQueue<>();
    private final Queue<String> cancelled = new ConcurrentLinkedQueue<>();
    private final Queue<String> tooLate = new ConcurrentLinkedQueue<>();
    private final List<Leading> leaders = new ArrayList<>();
    private final Set<String> answered = ConcurrentHashMap.newKeySet();
    private final Set<String> unanswered = ConcurrentHashMap.newKeySet();

    void acknowledge(String key, String jobId, String node) {
        answered.add(key);
        unanswered.remove(key);
        acknowledged.add(new Acknowledged(key, jobId, node));
    }

    /** Until it is acknowledged nobody can say whether this key became a job. */
    void ask(String key) {
        unanswered.add(key);
        if (answered.contains(key)) {
            unanswered.remove(key);
        }
    }

    void read(Read read) {
        reads.add(read);
    }

    void confirmCancel(String jobId) {
        cancelled.add(jobId);
    }

    void refuseCancelAsTooLate(String jobId) {
        tooLate.add(jobId);
    }

    /** Notes it when it is news. */
    void sawLeading(String node, long epoch) {
        Leading seen = new Leading(node, epoch);
        synchronized (leaders) {
            if (!leaders.contains(seen)) {
                leaders.add(seen);
            }
        }
    }

    List<Acknowledged> acknowledged() {
        return List.copyOf(acknowledged);
    }

    List<Read> reads() {
        return List.copyOf(reads);
    }

    List<String> cancelled() {
        return List.copyOf(cancelled);
    }

    List<String> tooLate() {
        return List.copyOf(tooLate);
    }

    /** Each leadership once, in the order in which they were first seen. */
    List<Leading> leaders() {
        synchronized (leaders) {
            return List.copyOf(leaders);
        }
    }

    List<String> unanswered() {
        return List.copyOf(unanswered);
    }

    /** How often the lead went to another epoch. */
    int leaderChanges() {
        return Math.max(0, leaders().size() - 1);
    }
}
