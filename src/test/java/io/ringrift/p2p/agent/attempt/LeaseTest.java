package io.ringrift.p2p.agent.attempt;

import static io.ringrift.p2p.agent.attempt.RunnerRig.order;
import static io.ringrift.p2p.agent.attempt.RunnerRig.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringrift.p2p.agent.template.Template;
import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.wire.AttemptReport;
import io.ringrift.p2p.model.wire.StartOrder;
import io.ringrift.p2p.model.wire.StopOrder;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** What must never run twice ends with its lease; what only adds up goes on alone. */
class LeaseTest {

    private static final String[] JOB = {"echo up", "while :; do sleep 0.05; done"};
    private static final String[] STUBBORN = {
        "trap '' TERM", "echo up", "while :; do sleep 0.05; done"
    };

    @TempDir Path dir;

    private final AtomicLong now = new AtomicLong();

    private RunnerRig rig(String... job) throws IOException {
        Template template = script(dir, job);
        return new RunnerRig(dir, Map.of(JobType.SELFPLAY, template), 0, true, now::get).opened();
    }

    private static StartOrder leased(long millis) {
        StartOrder plain = order();
        return new StartOrder(
                plain.jobId(), plain.attempt(), plain.token(), plain.spec(), millis, null);
    }

    private void passes(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void withoutAnAnsweredBeatItIsKilledAndReportedAsLost() throws IOException {
        try (RunnerRig rig = rig(STUBBORN)) {
            StartOrder order = leased(60_000);
            rig.attempts().renewed(now.get());
            rig.attempts().start(order);
            rig.awaitLog(order, "up");
            passes(Duration.ofSeconds(61));
            AttemptReport end = rig.end(order);
            assertThat(end.reason()).isEqualTo(ExitReason.LOST);
            assertThat(end.message()).contains("could not reach a leader");
            assertThat(RunnerRig.anyLeft(order)).isFalse();
        }
    }

    @Test
    void anAnsweredBeatRenewsItFromTheMomentAtWhichItWasSent() throws IOException {
        try (RunnerRig rig = rig(JOB)) {
            StartOrder order = leased(60_000);
            rig.attempts().renewed(now.get());
            rig.attempts().start(order);
            rig.awaitLog(order, "up");
            passes(Duration.ofSeconds(40));
            rig.attempts().renewed(now.get() - Duration.ofSeconds(5).toNanos());
            passes(Duration.ofSeconds(20));
            await().pollDelay(Duration.ofMillis(300)).until(() -> RunnerRig.anyLeft(order));
            passes(Duration.ofSeconds(36));
            assertThat(rig.end(order).reason()).isEqualTo(ExitReason.LOST);
        }
    }

    @Test
    void whatHasNoLeaseGoesOnAlone() throws IOException {
        try (RunnerRig rig = rig(JOB)) {
            StartOrder order = order();
            rig.attempts().start(order);
            rig.awaitLog(order, "up");
            passes(Duration.ofDays(1));
            await().pollDelay(Duration.ofMillis(300)).until(() -> RunnerRig.anyLeft(order));
            rig.attempts().stop(RunnerRig.stop(order));
            rig.end(order);
        }
    }

    /** The agent's own clock stands still here: it is as good as frozen. */
    @Test
    void anAgentThatIsFrozenHasSomebodyWhoKillsInItsPlace() throws IOException {
        try (RunnerRig rig = rig(STUBBORN)) {
            StartOrder order = leased(1_500);
            rig.attempts().renewed(now.get());
            rig.attempts().start(order);
            rig.awaitLog(order, "up");
            await().atMost(Duration.ofSeconds(10)).until(() -> !RunnerRig.anyLeft(order));
        }
    }

    @Test
    void aNodeThatIsEmptiedStopsItsWorkAndSaysThatItMayRunAgain() throws IOException {
        try (RunnerRig rig = rig(STUBBORN)) {
            StartOrder order = order();
            rig.attempts().start(order);
            rig.awaitLog(order, "up");
            rig.attempts()
                    .stop(
                            new StopOrder(
                                    order.jobId(),
                                    order.attempt(),
                                    order.token(),
                                    "the node is emptied",
                                    StopOrder.Kind.PREEMPT_NOW));
            assertThat(rig.end(order).reason()).isEqualTo(ExitReason.PREEMPTED);
        }
    }
}
