package io.ringrift.p2p.agent.attempt;

import io.ringrift.p2p.model.MonotonicClock;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The fence of attempts that must never run twice: each has a lease that every answered beat
 * renews, counted from the moment at which that beat was sent. Before it is over the attempt is
 * told to stop (TERM), and when it is over it is killed.
 *
 * <p>An agent may be frozen or dead when that is due. So the end of the lease also stands in a
 * file, in seconds since the machine was started ({@code /proc/uptime}, which no clock change
 * moves), and a small shell process beside the attempt kills its process group when that time has
 * come.
 */
final class Leases {

    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);
    private static final Path UPTIME = Path.of("/proc/uptime");

    /** Ends with the group, with the file, or with the lease. */
    private static final String WARDEN =
            """
            while kill -s 0 -- "-$2" 2>/dev/null; do
              read -r until < "$1" || exit 0
              read -r up rest < /proc/uptime
              [ "${up%%.*}" -ge "$until" ] && { kill -s KILL -- "-$2"; exit 0; }
              sleep 1
            done
            """;

    private final MonotonicClock nanos;
    private final Map<AttemptKey, Long> deadlines = new ConcurrentHashMap<>();
    private volatile @Nullable Long sentNanos;

    Leases(MonotonicClock nanos) {
        this.nanos = nanos;
    }

    private static Duration lease(LiveAttempt attempt) {
        Long millis = attempt.order().leaseMillis();
        return millis == null ? Duration.ZERO : Duration.ofMillis(millis);
    }

    private static boolean isLeased(LiveAttempt attempt) {
        return attempt.order().leaseMillis() != null;
    }

    /** A beat was answered that had been sent then. */
    void renew(Collection<LiveAttempt> attempts, long sent) {
        sentNanos = sent;
        attempts.stream().filter(Leases::isLeased).forEach(attempt -> renew(attempt, sent));
    }

    private void renew(LiveAttempt attempt, long sent) {
        long deadline = sent + lease(attempt).toNanos();
        deadlines.put(attempt.key(), deadline);
        if (attempt.running().isPresent() && !attempt.end().isDone()) {
            write(attempt, deadline);
        }
    }

    /** Its process runs: from now on somebody watches over it, whatever becomes of this agent. */
    void begin(LiveAttempt attempt, LiveAttempt.Running running) {
        if (!isLeased(attempt)) {
            return;
        }
        Long sent = sentNanos;
        long deadline = deadlines.getOrDefault(attempt.key(), 0L);
        if (sent != null || deadline == 0) {
            deadline = (sent == null ? nanos.nanos() : sent) + lease(attempt).toNanos();
        }
        deadlines.put(attempt.key(), deadline);
        write(attempt, deadline);
        watch(attempt, running);
    }

    /** An earlier life of the agent started it: its lease is what stands in the file. */
    void adopt(LiveAttempt attempt) {
        if (isLeased(attempt)) {
            long left = secondsLeft(attempt).orElse(lease(attempt).toSeconds());
            deadlines.put(attempt.key(), nanos.nanos() + Duration.ofSeconds(left).toNanos());
        }
    }

    /** Whether it should be told to stop: what is left of its lease is needed for stopping. */
    boolean isEnding(LiveAttempt attempt, Duration grace) {
        Long deadline = deadlines.get(attempt.key());
        Duration half = lease(attempt).dividedBy(2);
        long spare = (grace.compareTo(half) < 0 ? grace : half).toNanos();
        return deadline != null && nanos.nanos() - (deadline - spare) >= 0;
    }

    /** Whether it must be dead. */
    boolean isOver(LiveAttempt attempt) {
        Long deadline = deadlines.get(attempt.key());
        return deadline != null && nanos.nanos() - deadline >= 0;
    }

    void forget(LiveAttempt attempt) {
        if (deadlines.remove(attempt.key()) != null) {
            try {
                Files.deleteIfExists(attempt.folder().lease());
            } catch (IOException e) {
                LOG.debug("The lease of {} stays on disk: {}", attempt.key(), e.toString());
            }
        }
    }

    private void write(LiveAttempt attempt, long deadline) {
        Optional<Double> up = uptime();
        if (up.isEmpty()) {
            return;
        }
        double left = (deadline - nanos.nanos()) / 1e9;
        Path file = attempt.folder().lease();
        Path fresh = file.resolveSibling("lease.new");
        try {
            Files.writeString(fresh, (long) Math.floor(up.get() + left) + "\n");
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.warn("Cannot renew the lease of {} on disk: {}", attempt.key(), e.toString());
        }
    }

    private static Optional<Long> secondsLeft(LiveAttempt attempt) {
        Optional<Double> up = uptime();
        try {
            long until = Long.parseLong(Files.readString(attempt.folder().lease()).strip());
            return up.map(now -> Math.max(0, until - (long) Math.ceil(now)));
        } catch (NoSuchFileException never) {
            return Optional.empty();
        } catch (IOException | NumberFormatException e) {
            LOG.warn("The lease of {} is unreadable: {}", attempt.key(), e.toString());
            return Optional.of(0L);
        }
    }

    private void watch(LiveAttempt attempt, LiveAttempt.Running running) {
        if (!running.process().hasOwnGroup() || uptime().isEmpty()) {
            return;
        }
        File nothing = new File("/dev/null");
        try {
            Process warden =
                    new ProcessBuilder(
                                    List.of(
                                            "/bin/sh",
                                            "-c",
                                            WARDEN,
                                            "warden",
                                            attempt.folder().lease().toString(),
                                            Long.toString(running.process().identity().pid())))
                            .redirectInput(Redirect.from(nothing))
                            .redirectOutput(Redirect.to(nothing))
                            .redirectError(Redirect.to(nothing))
                            .start();
            LOG.debug("process {} watches over {}", warden.pid(), attempt.key());
        } catch (IOException e) {
            LOG.warn("Nobody but this agent watches over {}: {}", attempt.key(), e.toString());
        }
    }

    private static Optional<Double> uptime() {
        try {
            String text = Files.readString(UPTIME);
            return Optional.of(Double.parseDouble(text.substring(0, text.indexOf(' '))));
        } catch (IOException | RuntimeException noLinux) {
            return Optional.empty();
        }
    }
}
