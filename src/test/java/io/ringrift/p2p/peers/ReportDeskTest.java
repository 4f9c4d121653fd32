package io.ringrift.p2p.peers;

import static io.ringrift.p2p.Nouns.A;
import static io.ringrift.p2p.Nouns.FOUR_CORES;
import static io.ringrift.p2p.Nouns.assign;
import static io.ringrift.p2p.Nouns.cancel;
import static io.ringrift.p2p.Nouns.job;
import static io.ringrift.p2p.Nouns.register;
import static io.ringrift.p2p.Nouns.submit;
import static io.ringrift.p2p.Nouns.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.leadership.LeadershipRig;
import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobStatus;
import io.ringrift.p2p.model.JsonText;
import io.ringrift.p2p.model.wire.AttemptReport;
import io.ringrift.p2p.model.wire.Reports;
import io.ringrift.p2p.model.wire.ReportsReply;
import io.ringrift.p2p.model.wire.ReportsReply.Verdict;
import io.ringrift.p2p.replication.NotAcceptedException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.web.ErrorResponseException;

import java.util.Collections;
import java.util.List;
import java.util.Random;

class ReportDeskTest {

    private static final Verdict YES = new Verdict(true, null);
    private static final Verdict STALE = new Verdict(false, "stale_attempt");

    private final LeadershipRig rig = LeadershipRig.leading();
    private final ReportDesk desk = new ReportDesk(rig.log, rig.gate, rig.clock, new Random(1));

    @BeforeEach
    void twoJobsOnA() {
        rig.apply(register(A, FOUR_CORES), submit(1), assign(1, A), submit(2), assign(2, A));
    }

    private List<Verdict> report(AttemptReport... reports) {
        ReportsReply reply = desk.report(A, new Reports(List.of(reports)));
        return reply.verdicts();
    }

    private Job theJob(int number) {
        Job job = rig.log.picture().state().job(job(number));
        assertThat(job).isNotNull();
        return job;
    }

    private static AttemptReport started(int number) {
        return AttemptReport.started(job(number), 1, token(number));
    }

    private static AttemptReport completed(int number) {
        return AttemptReport.completed(
                job(number), 1, token(number), "/out", 50, new JsonText("{\"games\":50}"));
    }

    private static AttemptReport failed(int number, ExitReason reason, String message) {
        return AttemptReport.failed(job(number), 1, token(number), reason, 75, message);
    }

    @Test
    void takesReportsInTheirOrder() {
        assertThat(report(started(1), completed(1), started(2))).containsExactly(YES, YES, YES);
        assertThat(theJob(1).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(theJob(1).games()).isEqualTo(50);
        assertThat(theJob(1).metrics()).isEqualTo(new JsonText("{\"games\":50}"));
        assertThat(theJob(2).status()).isEqualTo(JobStatus.RUNNING);
    }

    @Test
    void aRepeatChangesNothingAndIsAcceptedAgain() {
        report(started(1), completed(1));
        var before = rig.log.picture().state();
        assertThat(report(completed(1))).containsExactly(YES);
        assertThat(rig.log.picture().state()).isEqualTo(before);
    }

    @Test
    void aStaleReportIsRefusedWithItsReason() {
        rig.apply(cancel(1));
        AttemptReport forged = AttemptReport.completed(job(2), 1, token(9), "/", 1, JsonText.EMPTY);
        assertThat(report(completed(1), forged, started(3), started(2)))
                .containsExactly(STALE, STALE, STALE, YES);
        assertThat(theJob(1).status()).isEqualTo(JobStatus.CANCELLED);
    }

    @Test
    void tryAgainGoesBackToTheQueueWithABackOff() {
        assertThat(report(started(1), failed(1, ExitReason.TRY_AGAIN, "later")))
                .containsExactly(YES, YES);
        assertThat(theJob(1).isQueued()).isTrue();
        assertThat(theJob(1).notBefore()).isNotNull();
        assertThat(theJob(1).error()).isEqualTo("later");
    }

    @Test
    void aLongMessageIsShortened() {
        report(failed(1, ExitReason.FAILED, "x".repeat(5_000)));
        assertThat(theJob(1).error()).hasSize(1_000);
    }

    @Test
    void whatAReportLeavesOutHasADefault() {
        AttemptReport bare =
                new AttemptReport(
                        job(1),
                        1,
                        token(1),
                        AttemptReport.Kind.COMPLETED,
                        null,
                        null,
                        null,
                        null,
                        -5,
                        null);
        assertThat(report(bare)).containsExactly(YES);
        assertThat(theJob(1).games()).isZero();
        AttemptReport reasonless =
                new AttemptReport(
                        job(2),
                        1,
                        token(2),
                        AttemptReport.Kind.FAILED,
                        null,
                        null,
                        null,
                        null,
                        0,
                        null);
        assertThat(report(reasonless)).containsExactly(YES);
        assertThat(theJob(2).error()).isEqualTo("no reason given");
    }

    @Test
    void aReleaseFreesThePlaceOfWhatWasCancelled() {
        rig.apply(cancel(1));
        assertThat(report(AttemptReport.released(job(1), 1, token(1)))).containsExactly(YES);
        assertThat(rig.node(A).holds()).hasSize(1);
    }

    @Test
    void aLogThatFailsDecidesNothingAndTheRepeatIsHarmless() {
        rig.log.refuse(
                Command.CompleteJob.class::isInstance, new NotAcceptedException("disk busy"));
        assertThatThrownBy(() -> report(started(1), completed(1)))
                .isInstanceOf(ErrorResponseException.class)
                .hasMessageContaining("503");
        assertThat(theJob(1).status()).isEqualTo(JobStatus.RUNNING);
        rig.log.heal();
        assertThat(report(started(1), completed(1))).containsExactly(YES, YES);
        assertThat(rig.log.picture().state().tally().completed()).isEqualTo(1);
    }

    @Test
    void noReportsOrTooManyAreRefused() {
        assertThatThrownBy(() -> report()).hasMessageContaining("400");
        assertThatThrownBy(() -> desk.report(A, new Reports(Collections.nCopies(201, started(1)))))
                .hasMessageContaining("1 to 200");
    }
}
