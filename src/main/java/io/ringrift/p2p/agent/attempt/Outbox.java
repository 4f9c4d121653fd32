package io.ringrift.p2p.agent.attempt;

import io.ringrift.p2p.model.wire.AttemptReport;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Reports on their way to the leader, oldest first. */
public final class Outbox {

    private final BlockingQueue<AttemptReport> waiting = new LinkedBlockingQueue<>();

    void add(AttemptReport report) {
        waiting.add(report);
    }

    /** Waits for the first report, then takes what else there is. */
    public List<AttemptReport> take(int most) throws InterruptedException {
        List<AttemptReport> taken = new ArrayList<>();
        taken.add(waiting.take());
        waiting.drainTo(taken, most - 1);
        return taken;
    }

    /** Puts a report behind all others. */
    public void putBack(AttemptReport report) {
        waiting.add(report);
    }

    public int size() {
        return waiting.size();
    }
}
