package io.ringrift.p2p.load;

import java.util.HashMap;
import java.util.Map;

/** What the simulated agents saw; used by their one thread only. */
final class SwarmStats {

    private Percentiles beats = new Percentiles();
    private final Map<String, Long> toldAt = new HashMap<>();
    private boolean keepsTold;
    private long refused;
    private long broken;
    private long completed;
    private long stale;

    /**
     * @param beyondHeld time that the answer to a beat took and that it was not held back
     */
    void beat(long beyondHeld) {
        beats.add(Math.max(0, beyondHeld));
    }

    void told(String job, long at) {
        if (keepsTold) {
            toldAt.put(job, at);
        }
    }

    void complete(int jobs, boolean someRefused) {
        completed += jobs;
        stale += someRefused ? 1 : 0;
    }

    void refuse(AnswerReader answer) {
        if (refused++ == 0) {
            Report.say("A request was refused: %d %s", answer.status(), answer.body());
        }
    }

    void lost() {
        broken++;
    }

    /** Beats since the last call. */
    Percentiles takeBeats() {
        Percentiles taken = beats;
        beats = new Percentiles();
        return taken;
    }

    /** From now on it remembers when which job was told. */
    void keepTold() {
        keepsTold = true;
    }

    /** When an agent was told to start the job, or null. */
    @org.jspecify.annotations.Nullable
    Long takeTold(String job) {
        return toldAt.remove(job);
    }

    long completed() {
        return completed;
    }

    /** Answers that were not 200. */
    long refused() {
        return refused;
    }

    /** Connections that were lost with a request on them. */
    long broken() {
        return broken;
    }

    /** Reports of which some were not accepted. */
    long stale() {
        return stale;
    }
}
