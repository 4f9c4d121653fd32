package io.ringrift.p2p.agent;

import io.micrometer.core.instrument.MeterRegistry;
import io.ringrift.p2p.agent.attempt.AttemptFolders;
import io.ringrift.p2p.agent.attempt.Attempts;
import io.ringrift.p2p.agent.attempt.Outbox;
import io.ringrift.p2p.agent.attempt.Retention;
import io.ringrift.p2p.agent.attempt.RunnerSettings;
import io.ringrift.p2p.agent.beat.BeatLoop;
import io.ringrift.p2p.agent.beat.BeatSource;
import io.ringrift.p2p.agent.beat.EpochKeeper;
import io.ringrift.p2p.agent.beat.HttpLeaderClient;
import io.ringrift.p2p.agent.beat.LeaderClient;
import io.ringrift.p2p.agent.beat.LeaderContact;
import io.ringrift.p2p.agent.beat.ManifestSender;
import io.ringrift.p2p.agent.beat.Reporter;
import io.ringrift.p2p.agent.beat.TransportMeters;
import io.ringrift.p2p.agent.beat.VoterWalk;
import io.ringrift.p2p.agent.data.DataConfiguration;
import io.ringrift.p2p.agent.data.DataKeeper;
import io.ringrift.p2p.agent.data.DataProperties;
import io.ringrift.p2p.agent.log.LogFollowers;
import io.ringrift.p2p.agent.log.LogSender;
import io.ringrift.p2p.agent.probe.GpuProbe;
import io.ringrift.p2p.agent.probe.MachineProbe;
import io.ringrift.p2p.agent.probe.Probes;
import io.ringrift.p2p.agent.process.Launcher;
import io.ringrift.p2p.agent.process.Processes;
import io.ringrift.p2p.agent.store.StoreConfiguration;
import io.ringrift.p2p.agent.store.StoreProperties;
import io.ringrift.p2p.agent.template.ExamplesFolder;
import io.ringrift.p2p.agent.template.JobInputs;
import io.ringrift.p2p.agent.template.Seeds;
import io.ringrift.p2p.agent.template.Template;
import io.ringrift.p2p.agent.template.TemplateProperties;
import io.ringrift.p2p.agent.template.Templates;
import io.ringrift.p2p.model.AgentSight;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.LocalLogs;
import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.model.NodeIdentity;
import io.ringrift.p2p.model.ProgramVersion;
import io.ringrift.p2p.model.Timing;
import io.ringrift.p2p.model.Voters;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.function.Function;

/**
 * Puts the agent together. From {@code config} it expects {@link NodeIdentity}, {@link Timing},
 * {@link Clock}, {@link AgentCredentials} and {@link AgentIncarnation}; from Boot the {@link
 * JsonMapper} and the {@link MeterRegistry}.
 */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
@Import({DataConfiguration.class, StoreConfiguration.class})
@EnableConfigurationProperties({
    AgentProperties.class,
    TemplateProperties.class,
    DataProperties.class,
    StoreProperties.class
})
@ConditionalOnProperty(name = "ringrift.p2p.agent.enabled", matchIfMissing = true)
class AgentConfiguration {

    private static Path dataDir(NodeIdentity identity) {
        return identity.dataDir().toAbsolutePath().normalize();
    }

    private static String path() {
        return System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
    }

    @Bean
    Outbox agentOutbox() {
        return new Outbox();
    }

    @Bean
    Templates agentTemplates(
            TemplateProperties properties,
            OwnProgram program,
            NodeIdentity identity,
            JsonMapper json)
            throws IOException {
        Path examples =
                ExamplesFolder.unpack(
                        new ClassPathResource("examples/hex.jar"),
                        dataDir(identity).resolve("examples"),
                        "hex.jar");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new Templates(
                properties.byType(),
                Map.of(JobType.SYNC, program::sync),
                identity.id(),
                java,
                examples,
                System.getenv(),
                new Seeds(json));
    }

    @Bean
    OwnProgram agentOwnProgram(
            NodeIdentity identity,
            Voters voters,
            AgentCredentials credentials,
            Environment environment) {
        return new OwnProgram(identity, voters, credentials, environment);
    }

    @Bean(destroyMethod = "close")
    Attempts agentAttempts(
            AgentProperties properties,
            Templates templates,
            JobInputs inputs,
            NodeIdentity identity,
            Outbox outbox,
            JsonMapper json,
            MeterRegistry registry,
            Clock clock,
            MonotonicClock nanos)
            throws IOException {
        RunnerSettings settings =
                new RunnerSettings(
                        identity.id(),
                        dataDir(identity),
                        properties.logMaxBytes().toBytes(),
                        properties.minFreeDisk().toBytes(),
                        Duration.ofMillis(200),
                        properties.workerThreads(Runtime.getRuntime().availableProcessors()),
                        new Retention(
                                properties.keepAttemptsFor(),
                                properties.keepAttempts(),
                                properties.keepOutputs()));
        Launcher launcher = new Launcher(Processes.ofThisMachine(), path());
        return new Attempts(
                settings, templates, inputs, launcher, outbox, json, registry, clock, nanos);
    }

    @Bean(destroyMethod = "close")
    Probes agentProbes(AgentProperties properties, NodeIdentity identity, MeterRegistry registry) {
        return new Probes(
                new MachineProbe(dataDir(identity)),
                new GpuProbe(properties.gpuTool(), path(), properties.gpuTimeout()),
                registry);
    }

    @Bean
    TaskScheduler agentBeatScheduler() {
        ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
        scheduler.setPoolSize(1);
        scheduler.setThreadNamePrefix("agent-beat-");
        scheduler.setDaemon(true);
        return scheduler;
    }

    @Bean
    BeatLoop agentBeats(
            AgentProperties properties,
            AgentIncarnation incarnation,
            Timing timing,
            Probes probes,
            Attempts attempts,
            NodeIdentity identity,
            ProgramVersion version,
            LeaderContact contact,
            LogSender logs,
            ManifestSender manifests,
            DataProperties data,
            Environment environment,
            Clock clock,
            MeterRegistry registry)
            throws IOException {
        long disk = Machine.disk(dataDir(identity));
        BeatSource source =
                new BeatSource(
                        incarnation.value(),
                        version.value(),
                        Machine.hostName(),
                        probes::latest,
                        sample ->
                                properties.offered(Machine.cores(), Machine.memory(), disk, sample),
                        attempts::listed,
                        properties.ownLabels(),
                        properties.expectedGpus(),
                        clock,
                        timing.heartbeatInterval(),
                        () -> data.url(LeaderAddress.seenFromOutside(identity, environment)));
        return new BeatLoop(
                source,
                new EpochKeeper(dataDir(identity)),
                attempts,
                timing.heartbeatInterval(),
                attempts::abandonAll,
                contact,
                logs,
                manifests,
                registry);
    }

    @Bean
    ManifestSender agentManifests(
            DataKeeper data,
            AgentIncarnation incarnation,
            Timing timing,
            MonotonicClock nanos,
            MeterRegistry registry) {
        return new ManifestSender(
                data, incarnation.value(), timing.heartbeatInterval(), nanos, registry);
    }

    @Bean
    Reporter agentReporter(
            Outbox outbox,
            Attempts attempts,
            DataKeeper data,
            Timing timing,
            AgentIncarnation incarnation,
            MeterRegistry registry) {
        return new Reporter(
                outbox,
                attempts,
                new AcceptedResults(attempts, data),
                timing.heartbeatInterval(),
                incarnation.value().getMostSignificantBits(),
                registry);
    }

    @Bean
    TransportMeters agentTransportMeters(MeterRegistry registry, MonotonicClock nanos) {
        return new TransportMeters(registry, nanos);
    }

    @Bean
    LogFollowers agentLogFollowers(AgentProperties properties) {
        return new LogFollowers(properties.maxLogFollowers(), properties.followIdle());
    }

    @Bean
    LogSender agentLogSender(AttemptFolders folders, Attempts attempts, LogFollowers followers) {
        return new LogSender(folders, attempts, followers);
    }

    @Bean
    LocalLogs agentLocalLogs(AttemptFolders folders, Attempts attempts) {
        return new OwnLogs(folders, attempts);
    }

    @Bean
    AttemptFolders agentAttemptFolders(NodeIdentity identity) {
        return new AttemptFolders(dataDir(identity));
    }

    @Bean
    Agent agent(
            AgentProperties properties,
            TemplateProperties templates,
            Probes probes,
            Attempts attempts,
            BeatLoop beats,
            Reporter reporter,
            LogFollowers followers,
            DataKeeper data,
            ManifestSender manifests,
            NodeIdentity identity,
            AgentCredentials credentials,
            Environment environment,
            JsonMapper json,
            TransportMeters transport,
            Voters voters,
            Timing timing) {
        Function<URI, LeaderClient> client =
                address ->
                        new HttpLeaderClient(
                                address,
                                identity.id(),
                                credentials.bearerToken(),
                                json,
                                transport,
                                margin(timing));
        return new Agent(
                properties,
                longestGrace(templates.templates()),
                probes,
                attempts,
                beats,
                reporter,
                followers,
                data,
                manifests,
                () ->
                        voters.contains(identity.id())
                                ? client.apply(LeaderAddress.of(identity, environment))
                                : new VoterWalk(
                                        voters,
                                        identity.id(),
                                        voter -> client.apply(voter.httpUri())));
    }

    /**
     * A voter that is frozen must be given up early enough to find another one before PEER_TIMEOUT.
     */
    private static Duration margin(Timing timing) {
        long spare = timing.peerTimeout().minus(timing.suspectAfter()).toMillis();
        return Duration.ofMillis(Math.clamp(spare, 500, 5_000));
    }

    @Bean
    LeaderContact agentLeaderContact(Clock clock, MonotonicClock nanos) {
        return new LeaderContact(clock, nanos);
    }

    @Bean
    AgentSight agentSight(LeaderContact contact, Probes probes, Attempts attempts) {
        return new OwnSight(contact, probes, attempts);
    }

    private static Duration longestGrace(Map<String, Template> templates) {
        return templates.values().stream()
                .map(Template::grace)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }
}
