package io.ringrift.p2p.peers;

import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.Decision;
import io.ringrift.p2p.engine.Engine;
import io.ringrift.p2p.engine.Rejection;
import io.ringrift.p2p.model.Attempt;
import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.JsonText;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.wire.AttemptReport;
import io.ringrift.p2p.model.wire.Reports;
import io.ringrift.p2p.model.wire.ReportsReply;
import io.ringrift.p2p.model.wire.ReportsReply.Verdict;
import io.ringrift.p2p.replication.Applied;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.web.CommandGate;
import io.ringrift.p2p.web.Problem;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/** Turns what agents report into commands; all of one call share the log's next entries. */
final class ReportDesk {

    private static final int MAX_MESSAGE = 1_000;

    private final CommandLog log;
    private final CommandGate gate;
    private final Clock clock;
    private final RandomGenerator dice;

    ReportDesk(CommandLog log, CommandGate gate, Clock clock, RandomGenerator dice) {
        this.log = log;
        this.gate = gate;
        this.clock = clock;
        this.dice = dice;
    }

    /**
     * Takes reports in, in their order. When the log does not answer nothing is decided, and the
     * agent repeats them all: a repeated report changes nothing.
     */
    ReportsReply report(NodeId node, Reports reports) {
        if (reports.reports().isEmpty() || reports.reports().size() > Reports.MAX) {
            throw Problem.invalid("reports", "must hold 1 to " + Reports.MAX + " reports");
        }
        List<CompletableFuture<Applied>> pending = new ArrayList<>();
        for (AttemptReport report : reports.reports()) {
            pending.add(log.submit(command(node, report)));
        }
        List<Verdict> verdicts = new ArrayList<>();
        for (int i = 0; i < pending.size(); i++) {
            Decision decision = gate.await(pending.get(i)).decision();
            verdicts.add(verdict(decision));
            noteWhenLate(reports.reports().get(i), decision);
        }
        return new ReportsReply(verdicts);
    }

    /**
     * A result that comes after its attempt was given up counts nowhere, but whoever looks at the
     * job can see that there was one.
     */
    private void noteWhenLate(AttemptReport report, Decision decision) {
        boolean isEnd =
                report.kind() == AttemptReport.Kind.COMPLETED
                        || report.kind() == AttemptReport.Kind.FAILED;
        if (isEnd && decision instanceof Decision.Refused(Rejection.StaleAttempt _)) {
            Command.NoteLateReport note =
                    new Command.NoteLateReport(
                            clock.instant(), report.jobId(), report.token(), late(report));
            if (Engine.decide(log.picture().state(), note) instanceof Decision.Accepted(var events)
                    && !events.isEmpty()) {
                gate.submit(note);
            }
        }
    }

    private Attempt.LateReport late(AttemptReport report) {
        boolean done = report.kind() == AttemptReport.Kind.COMPLETED;
        String detail = done ? report.outputPath() : report.message();
        return new Attempt.LateReport(
                clock.instant(),
                done
                        ? ExitReason.DONE
                        : Objects.requireNonNullElse(report.reason(), ExitReason.FAILED),
                Math.max(0, report.games()),
                shortened(Objects.requireNonNullElse(detail, "")));
    }

    private static Verdict verdict(Decision decision) {
        return switch (decision) {
            case Decision.Accepted _ -> new Verdict(true, null);
            case Decision.Refused refused -> new Verdict(false, refused.why().code());
        };
    }

    private Command command(NodeId node, AttemptReport r) {
        Instant now = clock.instant();
        return switch (r.kind()) {
            case STARTED -> new Command.StartJob(now, r.jobId(), r.attempt(), r.token());
            case COMPLETED ->
                    new Command.CompleteJob(
                            now,
                            r.jobId(),
                            r.attempt(),
                            r.token(),
                            Objects.requireNonNullElse(r.outputPath(), ""),
                            Math.max(0, r.games()),
                            Objects.requireNonNullElse(r.metrics(), JsonText.EMPTY));
            case FAILED ->
                    new Command.FailJob(
                            now,
                            r.jobId(),
                            r.attempt(),
                            r.token(),
                            Objects.requireNonNullElse(r.reason(), ExitReason.FAILED),
                            r.exitCode(),
                            shortened(Objects.requireNonNullElse(r.message(), "no reason given")),
                            dice.nextInt(1_001));
            case RELEASED ->
                    new Command.ReleaseAttempt(now, node, r.jobId(), r.attempt(), r.token());
        };
    }

    private static String shortened(String message) {
        return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE);
    }
}
