package io.ringrift.p2p.training;

import io.ringrift.p2p.engine.Ledger;
import io.ringrift.p2p.model.training.TrainingPolicy;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.replication.OnVoters;
import io.ringrift.p2p.replication.Picture;
import io.ringrift.p2p.web.Problem;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** The door that says what a policy would have done; nothing is changed. */
@RestController
@OnVoters
class BacktestController {

    private final CommandLog log;
    private final Clock clock;

    BacktestController(CommandLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    /**
     * What is asked.
     *
     * @param configKey whose history
     * @param policy to be compared with the one in force; what it leaves out is as there
     */
    record Question(@Nullable String configKey, @Nullable PolicyView policy) {}

    /**
     * The answer.
     *
     * @param games that were counted, in so many results
     * @param recorded trainings as they were in truth
     * @param active what the policy in force would have done
     * @param proposed what the other one would have done
     */
    record Answer(
            String configKey,
            @Nullable Instant from,
            Instant until,
            long games,
            int results,
            List<Backtest.Trigger> recorded,
            Backtest.Outcome active,
            Backtest.Outcome proposed) {}

    @PostMapping("/training/backtest")
    Answer replay(@RequestBody Question question) {
        if (question.configKey() == null) {
            throw Problem.invalid("config_key", "is missing");
        }
        Picture picture = log.picture();
        Ledger ledger =
                TrainingDesk.find(picture.state(), TrainingController.config(question.configKey()));
        TrainingPolicy active = picture.state().training().policy(ledger);
        TrainingPolicy proposed =
                question.policy() == null ? active : question.policy().over(active);
        Backtest.History history = Backtest.history(picture.state(), ledger, clock.instant());
        return new Answer(
                ledger.configKey(),
                history.landings().isEmpty() ? null : history.landings().getFirst().at(),
                history.until(),
                history.landings().stream().mapToLong(Backtest.Landing::games).sum(),
                history.landings().size(),
                history.runs().stream()
                        .map(run -> new Backtest.Trigger(run.triggered(), run.rule(), run.games()))
                        .toList(),
                Backtest.of(history, active),
                Backtest.of(history, proposed));
    }
}
