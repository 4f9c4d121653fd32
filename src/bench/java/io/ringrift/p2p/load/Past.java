package io.ringrift.p2p.load;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;

import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.Decision;
import io.ringrift.p2p.engine.Policy;
import io.ringrift.p2p.model.AttemptToken;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.JsonText;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Resources;
import io.ringrift.p2p.replication.Applied;
import io.ringrift.p2p.replication.ReplicationProperties;
import io.ringrift.p2p.replication.ratis.RatisLog;

import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** Writes the log of a node that has seen much, through the log itself but without the doors. */
final class Past {

    private static final int ON_THE_WAY = 5_000;
    private static final int LATE = 100_000;
    private static final UUID CLUSTER = new UUID(7, 7);
    private static final NodeId NODE = new NodeId("bench");
    private static final NodeId WORKER = new NodeId("worker");
    private static final JsonText METRICS =
            new JsonText("{\"games\":50,\"games_per_second\":12.5,\"p1_wins\":27,\"p2_wins\":23}");

    private final RatisLog.Place place;
    private final SplittableRandom random = new SplittableRandom(42);
    private final Semaphore onTheWay = new Semaphore(ON_THE_WAY);
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();
    private Epoch epoch = new Epoch(0);
    private long jobs;

    Past(Path folder, int raftPort) throws IOException {
        Files.createDirectories(folder);
        place = RatisLog.Place.alone(NODE, folder, "127.0.0.1", raftPort);
    }

    /** The library tells everything to a log that nobody has set up here. */
    static void quieten() {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
    }

    void write(int finished, int open) throws IOException, InterruptedException {
        // Few snapshots while it grows, then the default, so that the end looks as it does in life.
        int late = Math.min(finished, LATE);
        during(1_000_000, log -> finish(log, finished - late));
        during(100_000, log -> finish(log, late));
        during(100_000, log -> submit(log, open));
    }

    /** A part of the past. */
    private interface Era {
        void write(RatisLog log) throws IOException, InterruptedException;
    }

    private void during(int snapshotEvery, Era era) throws IOException, InterruptedException {
        RatisLog log = new RatisLog(place, settings(snapshotEvery), this::fail, System::nanoTime);
        log.start(CLUSTER, false);
        try (log) {
            while (!log.standing().ready()) {
                Pause.ofMillis(10);
            }
            epoch = new Epoch(log.picture().state().lease().epoch().value() + 1);
            send(log, new Command.ClaimLeadership(now(), NODE, Duration.ofSeconds(1)));
            era.write(log);
            onTheWay.acquire(ON_THE_WAY);
            onTheWay.release(ON_THE_WAY);
            while (isWritingSnapshot()) {
                Pause.ofMillis(100);
            }
            // The library drops the log behind a snapshot a moment later.
            Pause.ofMillis(3_000);
        }
        String why = failure.get();
        if (why != null) {
            throw new IOException(why);
        }
    }

    private void finish(RatisLog log, int count) throws InterruptedException {
        Policy policy = Policy.DEFAULT;
        send(log, new Command.SetPolicy(now(), epoch, policy));
        Resources offered = new Resources(64_000, 8_000, 256L << 30);
        send(log, new Command.RegisterNode(now(), epoch, WORKER, uuid(), offered, null));
        for (int i = 0; i < count; i++) {
            JobId id = submit(log);
            AttemptToken token = new AttemptToken(uuid());
            Instant now = now();
            send(log, new Command.AssignJob(now, epoch, id, 1, WORKER, token));
            send(log, new Command.StartJob(now, id, 1, token));
            String output = "/var/lib/ringrift/jobs/" + id + "/1/out";
            send(log, new Command.CompleteJob(now, id, 1, token, output, 50, METRICS));
            if (i % 100_000 == 0) {
                Report.say("%,d jobs are finished.", i);
            }
        }
    }

    private void submit(RatisLog log, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            submit(log);
        }
    }

    private JobId submit(RatisLog log) throws InterruptedException {
        JobSpec spec =
                new JobSpec(
                        JobType.SELFPLAY,
                        "hex5_2p",
                        50,
                        50,
                        JsonText.EMPTY,
                        null,
                        new Resources(1_000, 0, 0));
        JobId id = nextId();
        send(log, new Command.SubmitJob(now(), id, spec, null, ""));
        return id;
    }

    private void send(RatisLog log, Command command) throws InterruptedException {
        onTheWay.acquire();
        CompletableFuture<Applied> _ =
                log.submit(command)
                        .whenComplete(
                                (applied, e) -> {
                                    onTheWay.release();
                                    if (e != null) {
                                        fail(e.toString());
                                    } else if (applied.decision() instanceof Decision.Refused no) {
                                        fail(no.toString());
                                    }
                                });
    }

    private void fail(String why) {
        failure.compareAndSet(null, why);
    }

    private boolean isWritingSnapshot() throws IOException {
        try (Stream<Path> files = Files.walk(place.folder())) {
            return files.anyMatch(file -> file.toString().endsWith(".part"));
        }
    }

    /** As the node makes them: in order of time. */
    private JobId nextId() {
        long millis = 1_790_000_000_000L + jobs / 1_000;
        long high = millis << 16 | 7L << 12 | jobs % 1_000;
        jobs++;
        return new JobId(new UUID(high, random.nextLong() >>> 2 | 1L << 63));
    }

    private UUID uuid() {
        return new UUID(
                (random.nextLong() & ~0xF000L) | 0x4000L, random.nextLong() >>> 2 | 1L << 63);
    }

    private static ReplicationProperties settings(int snapshotEvery) {
        return new ReplicationProperties(
                snapshotEvery,
                3,
                DataSize.ofMegabytes(32),
                Duration.ofMillis(500),
                Duration.ofSeconds(1),
                Duration.ofSeconds(30),
                1_000,
                8,
                10_000,
                Duration.ofMinutes(5),
                DataSize.ofMegabytes(256));
    }

    /** In milliseconds, like the clock of the program. */
    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
