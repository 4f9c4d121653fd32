package io.ringrift.p2p.it;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Asks every node, all the time, whether it leads, and writes the answers into a history. */
final class LeaderWatch implements AutoCloseable {

    private static final long PAUSE_MILLIS = 25;

    private final ClientHistory history;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Thread> threads;

    LeaderWatch(RealCluster cluster, ClientHistory history) {
        this.history = history;
        this.threads =
                cluster.all().stream().map(n -> Thread.startVirtualThread(() -> watch(n))).toList();
    }

    private void watch(RealNode node) {
        try {
            while (!closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                ask(node);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(RealNode node) throws InterruptedException {
        try {
            JsonNode status = RealCluster.statusNow(node);
            if (status.path("role").asString("").equals("leader")) {
                history.sawLeading(node.name(), status.path("epoch").longValue());
            }
        } catch (IOException notRunning) {
            // It is asked again.
        }
    }

    @Override
    public void close() {
        closed.countDown();
        threads.forEach(Thread::interrupt);
    }
}
