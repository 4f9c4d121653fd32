package io.ringrift.p2p.agent.attempt;

import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ringrift.p2p.agent.process.Launcher;
import io.ringrift.p2p.agent.process.Processes;
import io.ringrift.p2p.agent.template.JobInputs;
import io.ringrift.p2p.agent.template.Seeds;
import io.ringrift.p2p.agent.template.Template;
import io.ringrift.p2p.agent.template.Templates;
import io.ringrift.p2p.model.AttemptToken;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.JsonText;
import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Resources;
import io.ringrift.p2p.model.wire.AttemptReport;
import io.ringrift.p2p.model.wire.StartOrder;
import io.ringrift.p2p.model.wire.StopOrder;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** A runner with real processes and a leader that accepts everything. */
public final class RunnerRig implements AutoCloseable {

    public static final JsonMapper JSON =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .build();
    public static final NodeId NODE = new NodeId("node-1");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    final Path dataDir;
    final List<AttemptReport> reports = new CopyOnWriteArrayList<>();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Outbox outbox = new Outbox();
    private final Attempts attempts;
    private final @Nullable Thread leader;

    /**
     * @param answering whether a leader takes the reports
     */
    RunnerRig(Path dataDir, Map<JobType, Template> templates, long minFree, boolean answering)
            throws IOException {
        this(dataDir, templates, minFree, answering, System::nanoTime);
    }

    RunnerRig(
            Path dataDir,
            Map<JobType, Template> templates,
            long minFree,
            boolean answering,
            MonotonicClock nanos)
            throws IOException {
        this.dataDir = dataDir;
        attempts =
                new Attempts(
                        new RunnerSettings(
                                NODE,
                                dataDir,
                                256 << 10,
                                minFree,
                                Duration.ofMillis(20),
                                2,
                                new Retention(Duration.ofDays(1), 100, true)),
                        new Templates(
                                templates,
                                Map.of(),
                                NODE,
                                Path.of("/usr/bin/java"),
                                dataDir.resolve("examples"),
                                environment(),
                                new Seeds(JSON)),
                        JobInputs.NONE,
                        new Launcher(Processes.ofThisMachine(), "/usr/bin:/bin"),
                        outbox,
                        JSON,
                        meters,
                        InstantSource.system(),
                        nanos);
        leader = answering ? Thread.ofVirtual().start(this::takeReports) : null;
    }

    public RunnerRig(Path dataDir, Template template) throws IOException {
        this(dataDir, Map.of(JobType.SELFPLAY, template), 0, true);
    }

    /** With reports that somebody else must take. */
    public static RunnerRig withoutLeader(Path dataDir, Template template) throws IOException {
        return new RunnerRig(dataDir, Map.of(JobType.SELFPLAY, template), 0, false);
    }

    RunnerRig opened() throws IOException {
        attempts.open();
        return this;
    }

    private static Map<String, String> environment() {
        return Map.of("PATH", "/usr/bin:/bin", "RINGRIFT_P2P_AUTH_TOKEN", "secret", "KEPT", "yes");
    }

    private void takeReports() {
        try {
            while (true) {
                for (AttemptReport report : outbox.take(10)) {
                    attempts.settled(report);
                    reports.add(report);
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    public Attempts attempts() {
        return attempts;
    }

    public Outbox outbox() {
        return outbox;
    }

    AttemptFolder folder(StartOrder order) {
        return new AttemptFolders(dataDir).of(order.jobId(), order.attempt());
    }

    /** Starts an attempt and waits for its end. */
    AttemptReport run(StartOrder order) {
        attempts.start(order);
        return end(order);
    }

    AttemptReport end(StartOrder order) {
        return await().pollInterval(Duration.ofMillis(10))
                .atMost(PATIENCE)
                .until(() -> findEnd(order), Optional::isPresent)
                .orElseThrow();
    }

    Optional<AttemptReport> findEnd(StartOrder order) {
        return reports.stream()
                .filter(report -> report.jobId().equals(order.jobId()))
                .filter(report -> report.kind() != AttemptReport.Kind.STARTED)
                .findFirst();
    }

    List<AttemptReport.Kind> kinds(StartOrder order) {
        return reports.stream()
                .filter(report -> report.jobId().equals(order.jobId()))
                .map(AttemptReport::kind)
                .toList();
    }

    /** Waits until the job has printed something. */
    String awaitLog(StartOrder order, String text) {
        return await().pollInterval(Duration.ofMillis(10))
                .atMost(PATIENCE)
                .until(
                        () -> {
                            Path log = folder(order).log();
                            return Files.exists(log) ? Files.readString(log) : "";
                        },
                        log -> log.contains(text));
    }

    public static StartOrder order() {
        return order(JobType.SELFPLAY, "{}");
    }

    public static StartOrder order(JobType type, String metadata) {
        return new StartOrder(
                new JobId(UUID.randomUUID()),
                1,
                new AttemptToken(UUID.randomUUID()),
                new JobSpec(type, "hex5_2p", 50, 50, new JsonText(metadata), null, Resources.NONE));
    }

    static StopOrder stop(StartOrder order) {
        return new StopOrder(order.jobId(), order.attempt(), order.token(), "cancelled");
    }

    static Template template(String... command) {
        return new Template(
                List.of(command),
                Map.of(),
                null,
                Duration.ofMillis(300),
                null,
                Template.ResultRule.REQUIRED);
    }

    /** A template that runs a shell script of the test's own. */
    public static Template script(Path folder, String... lines) throws IOException {
        Path file = Files.createTempFile(folder, "job", ".sh");
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return template(file.toString());
    }

    static Template withTimeout(Template template, Duration timeout) {
        return new Template(
                template.command(),
                template.env(),
                template.workingDirectory(),
                template.grace(),
                timeout,
                template.result());
    }

    static Template withoutResult(Template template) {
        return new Template(
                template.command(),
                template.env(),
                template.workingDirectory(),
                template.grace(),
                template.timeout(),
                Template.ResultRule.OPTIONAL);
    }

    /** Processes that carry the token of the attempt. */
    static boolean anyLeft(StartOrder order) {
        return Processes.ofThisMachine().find(Templates.mark(order.token())).isPresent();
    }

    @Override
    public void close() {
        if (leader != null) {
            leader.interrupt();
        }
        attempts.close();
    }
}
