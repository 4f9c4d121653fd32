package io.ringrift.p2p.it;

import io.ringrift.p2p.it.ClientHistory.Acknowledged;
import io.ringrift.p2p.it.ClientHistory.Read;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that submit, repeat, read and cancel jobs through changing nodes and write down what they
 * were told.
 */
final class ClusterLoad {

    private static final String BODY =
            "{\"job_type\":\"selfplay\",\"config_key\":\"hex5_2p\",\"num_games\":3,\"resources\":{\"cpus\":0.1}}";
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final long PAUSE_MILLIS = 40;

    private final RealCluster cluster;
    private final ClientHistory history;
    private final SplittableRandom dice;
    private final AtomicInteger keys = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile List<RealNode> targets;
    private volatile long pauseMillis = PAUSE_MILLIS;
    private volatile String body = BODY;
    private volatile CountDownLatch stopping = new CountDownLatch(0);

    /**
     * @param seed of which node, which key, and what is read or cancelled
     */
    ClusterLoad(RealCluster cluster, ClientHistory history, long seed) {
        this.cluster = cluster;
        this.history = history;
        this.dice = new SplittableRandom(seed);
        this.targets = cluster.all();
    }

    /** From now on requests go to these nodes only. */
    ClusterLoad through(List<RealNode> nodes) {
        targets = List.copyOf(nodes);
        return this;
    }

    /** From now on each client rests so long after each request, and submits this. */
    ClusterLoad submits(String job, Duration pause) {
        body = job;
        pauseMillis = pause.toMillis();
        return this;
    }

    ClusterLoad start(int clients) {
        stopping = new CountDownLatch(1);
        failures.clear();
        for (int i = 0; i < clients; i++) {
            SplittableRandom own = dice.split();
            threads.add(Thread.startVirtualThread(() -> work(own)));
        }
        return this;
    }

    /** Lets requests on their way end when they can end. */
    void stop() throws InterruptedException {
        stopping.countDown();
        for (Thread thread : threads) {
            if (!thread.join(Duration.ofSeconds(1))) {
                thread.interrupt();
                thread.join();
            }
        }
        threads.clear();
    }

    /** Submissions that were not acknowledged at the first attempt since the last start. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    /** Waits until so many more submissions are acknowledged. */
    void awaitProgress(int more) {
        int goal = history.acknowledged().size() + more;
        Awaitility.await(more + " more acknowledgements")
                .atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> history.acknowledged().size() >= goal);
    }

    /** Runs for a while, whatever becomes of the requests. */
    static void letPass(Duration time) {
        Awaitility.await().pollDelay(time).atMost(time.plusSeconds(20)).until(() -> true);
    }

    private void work(SplittableRandom own) {
        try {
            while (!stopping.await(pauseMillis, TimeUnit.MILLISECONDS)) {
                once(own);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void once(SplittableRandom own) throws InterruptedException {
        List<RealNode> now = targets;
        RealNode node = now.get(own.nextInt(now.size()));
        String job = submit(node, key(own));
        if (job != null) {
            RealNode other = now.get(own.nextInt(now.size()));
            int choice = own.nextInt(20);
            if (choice == 0) {
                cancel(other, job);
            }
            if (choice < 6) {
                read(other, job);
            }
        }
    }

    /** Mostly a new one; now and then one that was used before. */
    private String key(SplittableRandom own) {
        int newest = keys.get();
        return "key-"
                + (newest > 0 && own.nextInt(6) == 0
                        ? 1 + own.nextInt(newest)
                        : keys.incrementAndGet());
    }

    /** One submission under a new key; the job's id when it was acknowledged. */
    @Nullable String submitNew(RealNode node) throws InterruptedException {
        return submit(node, "key-" + keys.incrementAndGet());
    }

    private @Nullable String submit(RealNode node, String key) throws InterruptedException {
        history.ask(key);
        try {
            HttpResponse<String> answer =
                    node.send(
                            node.request("/jobs")
                                    .timeout(PATIENCE)
                                    .header("Content-Type", "application/json")
                                    .header("Idempotency-Key", key)
                                    .POST(HttpRequest.BodyPublishers.ofString(body)));
            if (answer.statusCode() == 201) {
                String job = RealNode.parse(answer.body()).get("job_id").stringValue();
                history.acknowledge(key, job, node.name());
                return job;
            }
            failures.add(node.name() + ": " + answer.statusCode() + " " + answer.body());
        } catch (IOException e) {
            failures.add(node.name() + ": " + e);
        }
        return null;
    }

    private void read(RealNode node, String job) throws InterruptedException {
        try {
            HttpResponse<String> answer =
                    node.send(node.request("/jobs/" + job).timeout(PATIENCE).GET());
            String status =
                    answer.statusCode() == 200
                            ? RealNode.parse(answer.body()).get("status").stringValue()
                            : "";
            history.read(new Read(job, node.name(), answer.statusCode(), status));
        } catch (IOException e) {
            // A node that does not answer says nothing wrong.
        }
    }

    private void cancel(RealNode node, String job) throws InterruptedException {
        try {
            HttpResponse<String> answer =
                    node.send(
                            node.request("/jobs/" + job + "/cancel")
                                    .timeout(PATIENCE)
                                    .POST(HttpRequest.BodyPublishers.noBody()));
            if (answer.statusCode() == 200) {
                history.confirmCancel(job);
            } else if (answer.statusCode() == 409) {
                history.refuseCancelAsTooLate(job);
            }
        } catch (IOException e) {
            // Nobody was told anything.
        }
    }

    /** The same keys again, once the fault is over: each is a job now, or was one all the time. */
    void repeatTheUnanswered() throws InterruptedException {
        for (String key : history.unanswered()) {
            submit(cluster.leader(), key);
        }
    }

    /** Keys that were acknowledged, once more; the checker compares the ids. */
    void repeatSomeOfTheAcknowledged(RealNode node, int count) throws InterruptedException {
        List<Acknowledged> known = history.acknowledged();
        for (int i = 0; i < count && !known.isEmpty(); i++) {
            submit(node, known.get(dice.nextInt(known.size())).key());
        }
    }
}
