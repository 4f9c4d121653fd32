package io.ringrift.p2p.replication.ratis;

import static org.awaitility.Awaitility.await;

import io.ringrift.p2p.Nouns;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.replication.Applied;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.replication.ReplicationProperties;

import org.springframework.util.unit.DataSize;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Real logs in folders of a test; a fatal fault is noted instead of ending the process. */
final class RatisRig {

    final List<String> halts = new CopyOnWriteArrayList<>();
    volatile long freeBytes = 1L << 40;

    /** Small segments and frequent snapshots, one command per entry unless said otherwise. */
    static ReplicationProperties settings(int maxBatch, int maxWaiting, DataSize segment) {
        return new ReplicationProperties(
                1_000,
                3,
                segment,
                Duration.ofMillis(100),
                Duration.ofMillis(200),
                Duration.ofSeconds(10),
                maxBatch,
                maxBatch == 1 ? 64 : 4,
                maxWaiting,
                Duration.ofSeconds(60),
                DataSize.ofMegabytes(1));
    }

    static ReplicationProperties settings(int maxBatch) {
        return settings(maxBatch, 10_000, DataSize.ofKilobytes(64));
    }

    /** The cluster of all these logs. */
    static final UUID CLUSTER = new UUID(7, 7);

    RatisLog make(Path folder, ReplicationProperties settings) {
        return new RatisLog(
                RatisLog.Place.alone(Nouns.A, folder, "127.0.0.1", 0),
                settings,
                halts::add,
                System::nanoTime,
                () -> freeBytes);
    }

    RatisLog open(Path folder, ReplicationProperties settings) throws IOException {
        RatisLog log = make(folder, settings);
        log.readAhead(CLUSTER);
        log.start(CLUSTER, false);
        awaitLeader(log);
        return log;
    }

    static void awaitLeader(CommandLog log) {
        await().atMost(Duration.ofSeconds(20)).until(() -> log.standing().ready());
    }

    /** Submits them all at once and waits for the last. */
    static List<Applied> submitAll(CommandLog log, int from, int count) throws Exception {
        List<CompletableFuture<Applied>> pending = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            pending.add(log.submit(Nouns.submit(i)));
        }
        List<Applied> applied = new ArrayList<>();
        for (CompletableFuture<Applied> one : pending) {
            applied.add(one.get(30, TimeUnit.SECONDS));
        }
        return applied;
    }

    static Applied submit(CommandLog log, Command command) throws Exception {
        return log.submit(command).get(20, TimeUnit.SECONDS);
    }

    /** What the disk would hold if the process were killed now. */
    static Path copy(Path folder, Path target) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted().toList()) {
                Path to = target.resolve(folder.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else if (!file.getFileName().toString().matches("in_use\\.lock|.*\\.part")) {
                    Files.copy(file, to);
                }
            }
        }
        return target;
    }

    /** Files below the folder whose names match, oldest index first. */
    static List<Path> files(Path folder, String pattern) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(pattern))
                    .sorted(Comparator.comparingLong(RatisRig::lastNumber))
                    .toList();
        }
    }

    static List<Path> snapshots(Path folder) throws IOException {
        return files(folder, "snapshot\\.\\d+_\\d+");
    }

    static Path openSegment(Path folder) throws IOException {
        return files(folder, "log_inprogress_\\d+").getLast();
    }

    private static long lastNumber(Path file) {
        String digits = file.getFileName().toString().replaceAll(".*?(\\d+)\\D*$", "$1");
        return digits.matches("\\d+") ? Long.parseLong(digits) : -1;
    }

    static void flipBit(Path file, long position) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) position] ^= 0x10;
        Files.write(file, bytes);
    }

    /** Bytes up to the padding. */
    static long dataEnd(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] == 0) {
            end--;
        }
        return end;
    }
}
