package io.ringrift.p2p.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * Thousands of simulated agents on one thread, so that the generator takes little of the processor
 * that it shares with the node.
 */
final class AgentSwarm implements AutoCloseable {

    private record Timer(long at, Runnable task) {}

    private final Selector selector = Selector.open();
    private final List<SimulatedAgent> agents = new ArrayList<>();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>((a, b) -> Long.signum(a.at() - b.at()));
    private final SwarmStats stats = new SwarmStats();
    private final long waitMillis;
    private final Thread thread;
    private volatile boolean closed;

    /**
     * @param cores that each agent offers
     * @param waitMillis how long the leader may hold a beat's answer back
     * @param rampMillis over which their first beats are spread
     */
    AgentSwarm(int port, int count, int cores, long waitMillis, long rampMillis)
            throws IOException {
        this.waitMillis = waitMillis;
        InetSocketAddress to = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        for (int i = 0; i < count; i++) {
            SimulatedAgent agent =
                    new SimulatedAgent(
                            "sim-%05d".formatted(i), cores, waitMillis, this, selector, to);
            agents.add(agent);
            after(rampMillis * i / count, agent::beat);
        }
        thread = Thread.ofPlatform().name("swarm").daemon().start(this::work);
    }

    SwarmStats stats() {
        return stats;
    }

    long waitMillis() {
        return waitMillis;
    }

    /** On the swarm's thread only. */
    void after(long millis, Runnable task) {
        timers.add(new Timer(System.nanoTime() + millis * 1_000_000, task));
    }

    /** Asks something of the swarm's thread and waits. */
    <T> T ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        tasks.add(() -> answer.complete(question.get()));
        selector.wakeup();
        return answer.join();
    }

    /** How many had a good answer since a time of {@link System#nanoTime}. */
    int heardSince(long nanos) {
        return ask(
                () -> {
                    int count = 0;
                    for (SimulatedAgent agent : agents) {
                        count += agent.lastGoodAt() != 0 && agent.lastGoodAt() - nanos >= 0 ? 1 : 0;
                    }
                    return count;
                });
    }

    /** One falls silent for ever. */
    void silence(int number) {
        ask(
                () -> {
                    agents.get(number).fallSilent();
                    return number;
                });
    }

    private void work() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(64 << 10);
        try {
            while (!closed) {
                selector.select(key -> ((Wire) key.attachment()).ready(key, buffer), patience());
                for (Runnable task; (task = tasks.poll()) != null; ) {
                    task.run();
                }
                long now = System.nanoTime();
                for (Timer next; (next = timers.peek()) != null && next.at() - now <= 0; ) {
                    timers.poll();
                    next.task().run();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long patience() {
        Timer next = timers.peek();
        return next == null
                ? 100
                : Math.clamp((next.at() - System.nanoTime()) / 1_000_000 + 1, 1, 100);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        selector.wakeup();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        agents.forEach(SimulatedAgent::fallSilent);
        selector.close();
    }
}
