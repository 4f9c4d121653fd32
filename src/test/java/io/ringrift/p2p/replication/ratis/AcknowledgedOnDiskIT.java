package io.ringrift.p2p.replication.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.Nouns;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.Engine;
import io.ringrift.p2p.replication.Applied;

import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import jdk.jfr.StackTrace;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * No command is acknowledged before its entry is forced to the disk: the flight recorder of the JVM
 * notes each fsync and, on the same clock, each submission. The same check is shown a log that
 * acknowledges at once, and must complain about it.
 */
@Timeout(120)
class AcknowledgedOnDiskIT {

    private static final String FORCE = "jdk.FileForce";
    private static final int COMMANDS = 40;

    /** From the submission of one command to its acknowledgement. */
    @Name("ringrift.test.Submission")
    @StackTrace(false)
    static class Submission extends Event {}

    /** Sends a command; the future is the acknowledgement. */
    private interface Sender extends Function<Command, CompletableFuture<Applied>> {}

    @TempDir Path folder;

    private final RatisRig rig = new RatisRig();

    @Test
    void everyAcknowledgementFollowsAnFsyncOfTheLog() throws Exception {
        try (RatisLog log = rig.open(folder.resolve("log"), RatisRig.settings(1))) {
            assertThat(acknowledgedWithoutFsync(log::submit)).isZero();
        }
    }

    @Test
    void aLogThatAcknowledgesBeforeTheFsyncIsCaught() throws Exception {
        try (RatisLog log = rig.open(folder.resolve("log"), RatisRig.settings(1))) {
            List<CompletableFuture<Applied>> behind = new ArrayList<>();
            Sender early =
                    command -> {
                        behind.add(log.submit(command));
                        var decision = Engine.decide(log.picture().state(), command);
                        return CompletableFuture.completedFuture(
                                new Applied(log.picture().index() + 1, command, decision));
                    };
            assertThat(acknowledgedWithoutFsync(early)).isGreaterThan(COMMANDS / 2L);
            for (CompletableFuture<Applied> one : behind) {
                one.get(20, TimeUnit.SECONDS);
            }
        }
    }

    /** One command after the other; how many of them no fsync of the log lies within. */
    private long acknowledgedWithoutFsync(Sender sender) throws Exception {
        Path file = folder.resolve("flight.jfr");
        try (Recording recording = new Recording()) {
            recording.enable(FORCE).withThreshold(Duration.ZERO);
            recording.enable(Submission.class);
            recording.start();
            for (int i = 1; i <= COMMANDS; i++) {
                Submission submission = new Submission();
                submission.begin();
                sender.apply(Nouns.submit(i)).get(20, TimeUnit.SECONDS);
                submission.commit();
            }
            recording.stop();
            recording.dump(file);
        }
        return count(file);
    }

    private static long count(Path file) throws IOException {
        List<RecordedEvent> forces = new ArrayList<>();
        List<RecordedEvent> submissions = new ArrayList<>();
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
            if (!event.getEventType().getName().equals(FORCE)) {
                submissions.add(event);
            } else if (event.getString("path").contains("log_inprogress_")) {
                forces.add(event);
            }
        }
        assertThat(submissions).hasSize(COMMANDS);
        return submissions.stream()
                .filter(one -> forces.stream().noneMatch(force -> isWithin(force, one)))
                .count();
    }

    private static boolean isWithin(RecordedEvent force, RecordedEvent submission) {
        return !force.getStartTime().isBefore(submission.getStartTime())
                && !force.getEndTime().isAfter(submission.getEndTime());
    }
}
