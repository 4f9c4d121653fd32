package io.ringrift.p2p.agent.attempt;

import io.ringrift.p2p.agent.attempt.ResultFile.Found;
import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.JsonText;
import io.ringrift.p2p.model.wire.AttemptReport;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Optional;

/** Decides what an end means. */
final class Judge {

    private static final int MAX_MESSAGE = 1000;
    private static final int TRY_AGAIN = 75;
    private static final int SIGNALLED = 128;
    private static final int KILL = 9;
    private static final Map<Integer, String> SIGNALS =
            Map.of(
                    1, "HUP", 2, "INT", 3, "QUIT", 4, "ILL", 6, "ABRT", 7, "BUS", 8, "FPE", 11,
                    "SEGV", 13, "PIPE", 15, "TERM");

    private final ResultFile results;

    Judge(ResultFile results) {
        this.results = results;
    }

    /**
     * @param resultRequired whether success needs a result.json
     * @param exitCode absent for a process that another life of the agent started
     */
    AttemptReport judge(LiveAttempt attempt, boolean resultRequired, @Nullable Integer exitCode) {
        Optional<StopRequest> stop = attempt.stop();
        if (stop.isPresent()) {
            return stopped(attempt, stop.get(), exitCode);
        }
        if (exitCode == null || exitCode == 0) {
            return byResult(attempt, resultRequired, exitCode);
        }
        ExitReason reason =
                switch (exitCode) {
                    case TRY_AGAIN -> ExitReason.TRY_AGAIN;
                    case SIGNALLED + KILL -> ExitReason.OOM;
                    default -> ExitReason.FAILED;
                };
        return failed(attempt, reason, exitCode, sentence(exitCode) + lastWords(attempt));
    }

    /** An attempt whose process never ran. */
    AttemptReport refused(LiveAttempt attempt, ExitReason reason, String sentence) {
        return failed(attempt, reason, null, sentence);
    }

    /** A result that the leader does not take. */
    static AttemptReport notTaken(AttemptReport result, String why) {
        String sentence =
                "its result was not taken (%s); its output is in %s"
                        .formatted(why, result.outputPath());
        return AttemptReport.failed(
                result.jobId(),
                result.attempt(),
                result.token(),
                ExitReason.FAILED,
                result.exitCode(),
                shortened(sentence));
    }

    private static String shortened(String sentence) {
        return sentence.length() > MAX_MESSAGE ? sentence.substring(0, MAX_MESSAGE) : sentence;
    }

    private static AttemptReport stopped(
            LiveAttempt attempt, StopRequest stop, @Nullable Integer exitCode) {
        return switch (stop.cause()) {
            case ORDER ->
                    AttemptReport.released(
                            attempt.key().job(), attempt.key().attempt(), attempt.token());
            case PREEMPT -> ended(attempt, ExitReason.PREEMPTED, exitCode, stop);
            case FENCE -> ended(attempt, ExitReason.LOST, exitCode, stop);
            case TIMEOUT -> ended(attempt, ExitReason.TIMEOUT, exitCode, stop);
            case SHUTDOWN -> ended(attempt, ExitReason.LOST, exitCode, stop);
        };
    }

    private static AttemptReport ended(
            LiveAttempt attempt, ExitReason reason, @Nullable Integer exitCode, StopRequest stop) {
        return failed(attempt, reason, exitCode, stop.sentence() + lastWords(attempt));
    }

    private AttemptReport byResult(
            LiveAttempt attempt, boolean resultRequired, @Nullable Integer exitCode) {
        Found found =
                results.read(attempt.folder().files().result(), mostGames(attempt.order().spec()));
        ExitReason otherwise = exitCode == null ? ExitReason.LOST : ExitReason.FAILED;
        return switch (found) {
            case Found.Valid valid -> completed(attempt, valid);
            case Found.Missing _ when exitCode != null && !resultRequired ->
                    completed(attempt, new Found.Valid(0, JsonText.EMPTY));
            case Found.Missing _ when exitCode == null ->
                    failed(
                            attempt,
                            otherwise,
                            null,
                            "ended while the agent was away and left no result.json"
                                    + lastWords(attempt));
            case Found.Missing _ ->
                    failed(
                            attempt,
                            otherwise,
                            exitCode,
                            "exited with code 0 but left no result.json" + lastWords(attempt));
            case Found.Invalid invalid -> failed(attempt, otherwise, exitCode, invalid.sentence());
        };
    }

    private static AttemptReport completed(LiveAttempt attempt, Found.Valid valid) {
        return AttemptReport.completed(
                attempt.key().job(),
                attempt.key().attempt(),
                attempt.token(),
                attempt.folder().files().output().toString(),
                valid.games(),
                valid.metrics());
    }

    private static AttemptReport failed(
            LiveAttempt attempt, ExitReason reason, @Nullable Integer exitCode, String sentence) {
        return AttemptReport.failed(
                attempt.key().job(),
                attempt.key().attempt(),
                attempt.token(),
                reason,
                exitCode,
                shortened(sentence));
    }

    private static String sentence(int exitCode) {
        if (exitCode == SIGNALLED + KILL) {
            return "killed by signal 9 (exit 137), often for want of memory";
        }
        if (exitCode == TRY_AGAIN) {
            return "asks to be tried again (exit 75)";
        }
        String signal = SIGNALS.get(exitCode - SIGNALLED);
        return exitCode > SIGNALLED
                ? "ended by signal "
                        + (exitCode - SIGNALLED)
                        + (signal == null ? "" : " (SIG" + signal + ")")
                        + ", exit "
                        + exitCode
                : "exited with code " + exitCode;
    }

    private static String lastWords(LiveAttempt attempt) {
        return LastLine.of(attempt.folder().log())
                .map(line -> "; it last said: " + line)
                .orElse("");
    }

    /** Only what plays games was told how many; a training names those that it learned from. */
    private static int mostGames(JobSpec spec) {
        return switch (spec.type()) {
            case SELFPLAY, EVALUATION -> spec.numGames();
            case TRAINING, SYNC -> Integer.MAX_VALUE;
        };
    }
}
