package io.ringrift.p2p.agent.attempt;

import io.ringrift.p2p.agent.attempt.LiveAttempt.Running;
import io.ringrift.p2p.agent.process.Executables;
import io.ringrift.p2p.agent.process.JobProcess;
import io.ringrift.p2p.agent.process.Launch;
import io.ringrift.p2p.agent.process.Launcher;
import io.ringrift.p2p.agent.process.UnrunnableProgramException;
import io.ringrift.p2p.agent.template.JobCommand;
import io.ringrift.p2p.agent.template.JobInputs;
import io.ringrift.p2p.agent.template.Template;
import io.ringrift.p2p.agent.template.Templates;
import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.Needs;
import io.ringrift.p2p.model.data.DataScope;
import io.ringrift.p2p.model.wire.AttemptReport;
import io.ringrift.p2p.model.wire.StartOrder;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Turns an order into a running process, or into a report that says why not. */
final class Starter {

    private static final Logger LOG = LoggerFactory.getLogger(Starter.class);

    private final RunnerSettings settings;
    private final Templates templates;
    private final JobInputs inputs;
    private final AttemptStore store;
    private final Launcher launcher;
    private final Judge judge;
    private final Reaper reaper;
    private final Outbox outbox;
    private final AttemptMeters meters;
    private final Leases leases;
    private final InstantSource clock;
    private final FileStore disk;

    Starter(
            RunnerSettings settings,
            Templates templates,
            JobInputs inputs,
            AttemptStore store,
            Launcher launcher,
            Judge judge,
            Reaper reaper,
            Outbox outbox,
            AttemptMeters meters,
            Leases leases,
            InstantSource clock)
            throws IOException {
        this.settings = settings;
        this.templates = templates;
        this.inputs = inputs;
        this.store = store;
        this.launcher = launcher;
        this.judge = judge;
        this.reaper = reaper;
        this.outbox = outbox;
        this.meters = meters;
        this.leases = leases;
        this.clock = clock;
        // Asked once: finding the mount point reads the whole mount table each time.
        this.disk = Files.getFileStore(settings.dataDir());
    }

    void start(LiveAttempt attempt) {
        Optional<Template> template = templates.of(attempt.order().spec().type());
        try {
            if (attempt.stop().isPresent()) {
                reaper.publish(attempt, judge.judge(attempt, true, null));
            } else if (template.isEmpty()) {
                refuse(attempt, ExitReason.REJECTED, noTemplate(attempt.order()));
            } else {
                start(attempt, template.get());
            }
        } catch (JobInputs.MissingInputException e) {
            refuse(attempt, ExitReason.REJECTED, "data is gone: " + e.getMessage());
        } catch (UnrunnableProgramException e) {
            reject(attempt, "the program", "cannot run (" + e.getMessage() + ")");
        } catch (IOException e) {
            LOG.warn("Cannot start {}: {}", attempt.key(), e.toString());
            refuse(attempt, ExitReason.TRY_AGAIN, "cannot start: " + e);
        }
    }

    private void start(LiveAttempt attempt, Template template)
            throws IOException, JobInputs.MissingInputException {
        long free = disk.getUsableSpace();
        if (free < settings.minFreeBytes()) {
            String sentence =
                    "the disk of node %s is nearly full: %d MiB free, at least %d MiB needed"
                            .formatted(settings.node(), free >> 20, settings.minFreeBytes() >> 20);
            refuse(attempt, ExitReason.TRY_AGAIN, sentence);
            return;
        }
        Optional<AttemptReport> earlier = store.prepare(attempt.key(), attempt.order());
        if (earlier.isPresent()) {
            reaper.publish(attempt, earlier.get());
            return;
        }
        Needs needs = attempt.order().spec().needs();
        if (needs != null) {
            List<DataScope> without = attempt.order().without();
            inputs.write(
                    needs,
                    without == null ? List.of() : without,
                    attempt.folder().files().inputs());
        }
        JobCommand command = templates.command(template, attempt.order(), attempt.folder().files());
        Optional<Path> program = program(command);
        if (!Files.isDirectory(command.directory())) {
            String what = "the working directory " + command.directory();
            reject(attempt, what, "does not exist");
        } else if (program.isEmpty()) {
            reject(attempt, "the program " + name(command), "is not an executable file");
        } else {
            launch(attempt, template, command, program.get());
        }
    }

    private static String name(JobCommand command) {
        return command.command().getFirst();
    }

    private void reject(LiveAttempt attempt, String what, String obstacle) {
        String type = attempt.order().spec().type().wireName();
        refuse(
                attempt,
                ExitReason.REJECTED,
                "%s of the template %s %s on node %s"
                        .formatted(what, type, obstacle, settings.node()));
    }

    private static Optional<Path> program(JobCommand command) {
        return Executables.find(
                name(command),
                command.directory(),
                command.environment().getOrDefault("PATH", "/usr/bin:/bin"));
    }

    private void launch(LiveAttempt attempt, Template template, JobCommand command, Path program)
            throws IOException {
        AttemptRecord before =
                AttemptRecord.before(
                        attempt.order(), template, command.command().getFirst(), clock.instant());
        store.save(attempt.folder(), before);
        JobProcess process =
                launcher.launch(
                        new Launch(
                                program,
                                command.command(),
                                command.environment(),
                                command.directory(),
                                attempt.folder().log(),
                                command.mark()));
        AttemptRecord record = before.running(process.identity(), process.hasOwnGroup());
        Running running = new Running(process, record);
        attempt.running(running);
        leases.begin(attempt, running);
        meters.started();
        outbox.add(started(attempt));
        try {
            store.save(attempt.folder(), record);
        } catch (IOException e) {
            // It runs; a later life of the agent would find it by its token.
            LOG.warn("Cannot note the process of {}: {}", attempt.key(), e.toString());
        }
        reaper.watch(attempt, running, Duration.ofMillis(record.timeoutMillis()));
        if (attempt.stop().isPresent()) {
            reaper.terminate(attempt, running);
        }
    }

    static AttemptReport started(LiveAttempt attempt) {
        return AttemptReport.started(attempt.key().job(), attempt.key().attempt(), attempt.token());
    }

    private String noTemplate(StartOrder order) {
        String type = order.spec().type().wireName();
        return "no template for job type %s on node %s: set ringrift.p2p.templates.%s.command"
                .formatted(type, settings.node(), type);
    }

    private void refuse(LiveAttempt attempt, ExitReason reason, String sentence) {
        reaper.publish(attempt, judge.refused(attempt, reason, sentence));
    }
}
