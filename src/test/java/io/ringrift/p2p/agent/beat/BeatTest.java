package io.ringrift.p2p.agent.beat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ringrift.p2p.agent.attempt.AttemptFolders;
import io.ringrift.p2p.agent.attempt.RunnerRig;
import io.ringrift.p2p.agent.data.DataKeeper;
import io.ringrift.p2p.agent.data.DataRig;
import io.ringrift.p2p.agent.log.LogFollowers;
import io.ringrift.p2p.agent.log.LogSender;
import io.ringrift.p2p.agent.template.Template;
import io.ringrift.p2p.model.BadSettingException;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.Labels;
import io.ringrift.p2p.model.ResourceMetrics;
import io.ringrift.p2p.model.Resources;
import io.ringrift.p2p.model.wire.AttemptReport;
import io.ringrift.p2p.model.wire.AttemptReport.Kind;
import io.ringrift.p2p.model.wire.StartOrder;
import io.ringrift.p2p.model.wire.StopOrder;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Beats and reports over real HTTP, with a leader that comes, goes and talks rubbish. */
class BeatTest {

    @TempDir Path dir;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private FakeLeader leader;
    private RunnerRig rig;
    private BeatLoop beats;
    private Reporter reporter;
    private HttpLeaderClient client;
    private DataRig rigOfData;
    private DataKeeper data;
    private ManifestSender manifests;
    private Thread loop;

    @BeforeEach
    void start() throws IOException {
        leader = new FakeLeader(0);
        Template template =
                RunnerRig.script(
                        dir,
                        "case $RINGRIFT_METADATA in *long*) sleep 60 ;; esac",
                        "echo '{\"metrics\":{}}' > $RINGRIFT_RESULT_FILE");
        rig = RunnerRig.withoutLeader(dir, template);
        rigOfData = new DataRig(dir);
        data = rigOfData.keeper();
        manifests =
                new ManifestSender(
                        data, new UUID(1, 2), Duration.ofMillis(200), System::nanoTime, meters);
        beats =
                new BeatLoop(
                        new BeatSource(
                                new UUID(1, 2),
                                "test",
                                "host",
                                () -> ResourceMetrics.UNKNOWN,
                                _ -> new Resources(2000, 0, 1 << 30),
                                rig.attempts()::listed,
                                Labels.parse("zone=a"),
                                null,
                                InstantSource.system(),
                                Duration.ofMillis(200),
                                () -> Optional.of(FakeLeader.address(1))),
                        new EpochKeeper(dir),
                        rig.attempts(),
                        Duration.ofMillis(200),
                        rig.attempts()::abandonAll,
                        new LeaderContact(InstantSource.system(), System::nanoTime),
                        new LogSender(
                                new AttemptFolders(dir),
                                rig.attempts(),
                                new LogFollowers(4, Duration.ofSeconds(5))),
                        manifests,
                        meters);
        reporter =
                new Reporter(
                        rig.outbox(), rig.attempts(), _ -> {}, Duration.ofMillis(200), 1, meters);
        client =
                new HttpLeaderClient(
                        FakeLeader.address(leader.port()),
                        RunnerRig.NODE,
                        Optional.of("sesame"),
                        DataRig.JSON,
                        new TransportMeters(meters, System::nanoTime),
                        Duration.ofSeconds(5));
        rig.attempts().open();
        data.open();
        beats.open(client);
        manifests.open(client);
        reporter.open(client);
        loop = Thread.ofVirtual().start(this::run);
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            beats.beat();
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        beats.close();
        loop.interrupt();
        reporter.close();
        manifests.close();
        data.close();
        client.close();
        leader.close();
        // What it writes must not meet the end of its folder.
        loop.join(Duration.ofSeconds(5));
        rig.close();
    }

    private List<Kind> kinds(StartOrder order) {
        return leader.reports.stream()
                .filter(report -> report.jobId().equals(order.jobId()))
                .map(AttemptReport::kind)
                .toList();
    }

    private double count(String meter) {
        return meters.counter("ringrift.p2p.agent." + meter).count();
    }

    @Test
    void anOrderComesWithABeatAndItsEndIsReported() {
        StartOrder order = RunnerRig.order();
        leader.starts.add(order);
        await().until(() -> kinds(order).size() == 2);
        assertThat(kinds(order)).containsExactly(Kind.STARTED, Kind.COMPLETED);
        assertThat(leader.authorizations).containsOnly("Bearer sesame");
        assertThat(leader.beats.getFirst().sequence()).isEqualTo(1);
        assertThat(leader.beats.getFirst().offered().cpuMilli()).isEqualTo(2000);
        await().until(() -> leader.beats.getLast().attempts().isEmpty());
    }

    @Test
    void aSupersededLeaderIsNotObeyed() {
        await().until(() -> Files.exists(dir.resolve("agent/epoch")));
        leader.epoch = new Epoch(6);
        StartOrder order = RunnerRig.order();
        leader.starts.add(order);
        await().until(() -> count("beats.stale") >= 2);
        assertThat(leader.starts).isEmpty();
        assertThat(rig.attempts().listed()).isEmpty();
        assertThat(kinds(order)).isEmpty();
    }

    @Test
    void theHighestEpochOutlivesTheAgent() throws IOException {
        await().until(() -> Files.exists(dir.resolve("agent/epoch")));
        EpochKeeper next = new EpochKeeper(dir);
        assertThat(next.highest()).isEqualTo(new Epoch(7));
        assertThat(next.admit(new Epoch(6))).isFalse();
        assertThat(next.admit(new Epoch(7))).isTrue();
        Files.writeString(dir.resolve("agent/epoch"), "rubbish");
        assertThatThrownBy(() -> new EpochKeeper(dir))
                .isInstanceOf(BadSettingException.class)
                .hasMessageContaining("epoch");
    }

    @Test
    void reportsWaitForALeaderThatIsAway() throws IOException {
        StartOrder order = RunnerRig.order();
        await().until(() -> !leader.beats.isEmpty());
        int port = leader.port();
        leader.close();
        rig.attempts().start(order);
        await().until(() -> count("beats.failed") >= 2 && count("reports.retried") >= 2);
        leader = new FakeLeader(port);
        await().until(() -> kinds(order).size() == 2);
        assertThat(kinds(order)).containsExactly(Kind.STARTED, Kind.COMPLETED);
        await().until(() -> rig.attempts().listed().isEmpty());
        await().until(() -> !leader.beats.isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    500 | {}
                    401 | {}
                    400 | {}
                    200 | rubbish
                    200 | null
                    200 | []
                    200 | {}
                    200 | {"verdicts":[]}
                    """)
    void anAnswerThatMakesNoSenseIsAsIfThereWasNone(int status, String body) {
        leader.garbage = body;
        leader.status = status;
        StartOrder order = RunnerRig.order();
        rig.attempts().start(order);
        await().until(() -> count("beats.failed") >= 1 && count("reports.retried") >= 1);
        leader.garbage = null;
        leader.status = 200;
        await().until(() -> kinds(order).size() == 2);
        assertThat(kinds(order)).containsExactlyInAnyOrder(Kind.STARTED, Kind.COMPLETED);
    }

    @Test
    void aResultThatIsNotTakenEndsAsAFailureThatSaysWhyAndKeepsTheOutput() throws IOException {
        StartOrder bad = RunnerRig.order();
        leader.tooLarge =
                report -> report.jobId().equals(bad.jobId()) && report.kind() == Kind.COMPLETED;
        StartOrder good = RunnerRig.order();
        leader.starts.addAll(List.of(bad, good));
        await().until(() -> kinds(bad).contains(Kind.FAILED));
        await().until(() -> kinds(good).contains(Kind.COMPLETED));
        Path output = dir.resolve("jobs/" + bad.jobId() + "/1/out");
        assertThat(leader.reports)
                .filteredOn(report -> report.kind() == Kind.FAILED)
                .singleElement()
                .satisfies(
                        report ->
                                assertThat(report.message())
                                        .contains("reports[0].metrics has too many bytes")
                                        .contains(output.toString()));
        assertThat(output.resolve("result.json")).exists();
        assertThat(Files.readString(output.resolveSibling("end.json"))).contains("FAILED");
        await().until(() -> leader.beats.getLast().attempts().isEmpty());
    }

    @Test
    void anAgentWhoseNameIsTakenOverStopsItsJobsAndBeatsNoMore() {
        StartOrder order = RunnerRig.order(JobType.SELFPLAY, "{\"long\":true}");
        leader.starts.add(order);
        await().until(() -> kinds(order).contains(Kind.STARTED));
        leader.garbage =
                """
                {"code":"superseded","detail":"Another agent speaks for node node-1."}\
                """;
        leader.status = 409;
        // Its job is gone when it tries to report that.
        await().until(() -> count("reports.retried") > 0);
        assertThat(manifests.hasEnded()).isTrue();
        int beaten = leader.beats.size();
        leader.garbage = null;
        leader.status = 200;
        await().until(() -> kinds(order).contains(Kind.FAILED));
        await().until(() -> rig.attempts().listed().isEmpty());
        assertThat(leader.beats).hasSize(beaten);
    }

    @Test
    void theManifestIsToldAndToldAnewToALeaderThatForgotIt() throws IOException {
        rigOfData.file("games/hex5_2p/a.jsonl", "one");
        await().until(() -> leader.changes.stream().anyMatch(each -> !each.added().isEmpty()));
        assertThat(leader.changes.getFirst().base()).isZero();
        assertThat(leader.beats.getFirst().dataUrl()).isEqualTo(FakeLeader.address(1));
        leader.changes.clear();
        leader.known = 0L;
        await().until(() -> !leader.changes.isEmpty());
        assertThat(leader.changes.getFirst().base()).isZero();
        assertThat(leader.changes.getFirst().added())
                .singleElement()
                .satisfies(
                        file -> assertThat(file.key().sha256()).isEqualTo(DataRig.sha256("one")));
    }

    @Test
    void aLeaderWithoutTheDoorIsAskedAgainAndTheBeatsGoOn() throws IOException {
        leader.garbage = "{}";
        leader.status = 404;
        rigOfData.file("games/hex5_2p/a.jsonl", "one");
        await().until(() -> !leader.beats.isEmpty());
        leader.garbage = null;
        leader.status = 200;
        await().until(() -> leader.changes.stream().anyMatch(each -> !each.added().isEmpty()));
    }

    @Test
    void aStopForSomethingUnknownChangesNothing() {
        StartOrder order = RunnerRig.order();
        leader.stops.add(new StopOrder(order.jobId(), 1, order.token(), "gone"));
        await().until(() -> leader.stops.isEmpty());
        leader.starts.add(order);
        await().until(() -> kinds(order).contains(Kind.COMPLETED));
    }
}
