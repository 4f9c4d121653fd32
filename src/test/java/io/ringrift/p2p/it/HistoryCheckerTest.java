package io.ringrift.p2p.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.it.ClientHistory.JobSeen;
import io.ringrift.p2p.it.ClientHistory.NodeSeen;
import io.ringrift.p2p.it.ClientHistory.Read;
import io.ringrift.p2p.it.ClientHistory.Tally;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A checker that finds nothing in a broken history proves nothing about a whole one. */
class HistoryCheckerTest {

    private final ClientHistory history = new ClientHistory();
    private final Map<String, JobSeen> jobs = new HashMap<>();

    @BeforeEach
    void aHistoryInWhichAllIsWell() {
        history.sawLeading("a", 1);
        history.acknowledge("k1", "j1", "a");
        history.acknowledge("k1", "j1", "b");
        history.ask("k2");
        history.sawLeading("b", 2);
        history.sawLeading("a", 1);
        history.acknowledge("k2", "j2", "b");
        history.acknowledge("k3", "j3", "c");
        history.confirmCancel("j2");
        history.refuseCancelAsTooLate("j1");
        history.read(new Read("j1", "c", 200, "completed"));
        history.read(new Read("j2", "c", 503, ""));
        jobs.put("j1", new JobSeen("completed", List.of("lost", "done")));
        jobs.put("j2", new JobSeen("cancelled", List.of("cancelled")));
        jobs.put("j3", new JobSeen("pending", List.of("lost")));
    }

    private List<String> check(Tally tally) {
        return HistoryChecker.check(history, List.of(new NodeSeen("a", jobs)), tally);
    }

    private List<String> check() {
        return check(new Tally(3, 1, 1, 0, 1));
    }

    @Test
    void findsNothingWhereAllIsWell() {
        assertThat(check()).isEmpty();
        assertThat(history.leaderChanges()).isEqualTo(1);
        assertThat(history.unanswered()).isEmpty();
    }

    @Test
    void findsALostJob() {
        jobs.remove("j3");
        assertThat(check()).anyMatch(one -> one.startsWith("I1: job j3"));
    }

    @Test
    void findsAResultThatCountsTwice() {
        jobs.put("j1", new JobSeen("completed", List.of("done", "done")));
        assertThat(check()).anyMatch(one -> one.startsWith("I2: job j1"));
    }

    @Test
    void findsAResultOfAJobThatWasCancelled() {
        jobs.put("j2", new JobSeen("cancelled", List.of("done")));
        assertThat(check()).anyMatch(one -> one.startsWith("I2: job j2"));
    }

    @Test
    void findsTwoLeadersUnderOneEpoch() {
        history.sawLeading("c", 2);
        assertThat(check()).containsExactly("I4: b and c both led under epoch 2");
    }

    @Test
    void findsAnEpochThatFell() {
        history.sawLeading("c", 9);
        history.sawLeading("a", 5);
        assertThat(check()).containsExactly("I4: a led under epoch 5 after epoch 9");
    }

    @Test
    void findsAReadThatMissedAnAcknowledgedJob() {
        history.read(new Read("j3", "b", 404, ""));
        assertThat(check()).anyMatch(one -> one.startsWith("I5: b did not know job j3"));
    }

    @Test
    void findsAnEndThatWasUndone() {
        history.read(new Read("j3", "b", 200, "completed"));
        assertThat(check()).anyMatch(one -> one.startsWith("I5: job j3 was read as completed"));
    }

    @Test
    void findsTwoJobsForOneKey() {
        history.acknowledge("k1", "j3", "c");
        assertThat(check())
                .contains("I6: key k1 became job j1 and job j3")
                .contains("I6: job j3 answers key k3 and key k1");
    }

    @Test
    void findsASuccessAfterACancel() {
        jobs.put("j2", new JobSeen("completed", List.of("done")));
        assertThat(check()).containsExactly("I7: job j2 was cancelled and is completed on a");
    }

    @Test
    void findsATooLateThatWasNotTrue() {
        jobs.put("j1", new JobSeen("cancelled", List.of()));
        assertThat(check()).anyMatch(one -> one.startsWith("I7: it was too late to cancel job j1"));
    }

    @Test
    void findsCountersThatDoNotAddUp() {
        assertThat(check(new Tally(3, 1, 1, 0, 0))).anyMatch(one -> one.startsWith("I12: the"));
    }

    @Test
    void findsAJobThatNobodyAskedFor() {
        assertThat(check(new Tally(4, 2, 1, 0, 1))).anyMatch(one -> one.startsWith("I12: 3 keys"));
    }
}
