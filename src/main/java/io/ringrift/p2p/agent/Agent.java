package io.ringrift.p2p.agent;

import io.ringrift.p2p.agent.attempt.Attempts;
import io.ringrift.p2p.agent.beat.BeatLoop;
import io.ringrift.p2p.agent.beat.LeaderClient;
import io.ringrift.p2p.agent.beat.ManifestSender;
import io.ringrift.p2p.agent.beat.Reporter;
import io.ringrift.p2p.agent.data.DataKeeper;
import io.ringrift.p2p.agent.log.LogFollowers;
import io.ringrift.p2p.agent.probe.Probes;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Starts the agent after everything else, the web server included, and ends it before everything
 * else: its hanging beat would hold up a graceful shutdown.
 */
final class Agent implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

    private final AgentProperties properties;
    private final Duration longestGrace;
    private final Probes probes;
    private final Attempts attempts;
    private final BeatLoop beats;
    private final Reporter reporter;
    private final LogFollowers followers;
    private final DataKeeper data;
    private final ManifestSender manifests;
    private final Supplier<LeaderClient> connect;
    private @Nullable LeaderClient leader;

    Agent(
            AgentProperties properties,
            Duration longestGrace,
            Probes probes,
            Attempts attempts,
            BeatLoop beats,
            Reporter reporter,
            LogFollowers followers,
            DataKeeper data,
            ManifestSender manifests,
            Supplier<LeaderClient> connect) {
        this.properties = properties;
        this.longestGrace = longestGrace;
        this.probes = probes;
        this.attempts = attempts;
        this.beats = beats;
        this.reporter = reporter;
        this.followers = followers;
        this.data = data;
        this.manifests = manifests;
        this.connect = connect;
    }

    @Override
    public void start() {
        try {
            probes.open(properties.probeInterval());
            attempts.open();
            data.open();
        } catch (IOException e) {
            throw new UncheckedIOException("The agent cannot read its attempts or data", e);
        }
        leader = connect.get();
        reporter.open(leader);
        manifests.open(leader);
        beats.open(leader);
    }

    @Override
    public void stop() {
        try {
            beats.close();
            followers.close();
            if (properties.onShutdown() == AgentProperties.OnShutdown.STOP) {
                attempts.stopAll(longestGrace.plusSeconds(2));
                reporter.drain(Duration.ofSeconds(2));
            }
            if (leader != null) {
                beats.leave(leader);
            }
            reporter.close();
            manifests.close();
            data.close();
        } catch (InterruptedException e) {
            LOG.warn("The agent was interrupted while it ended.");
            Thread.currentThread().interrupt();
        }
        attempts.close();
        probes.close();
        if (leader != null) {
            leader.close();
            leader = null;
        }
    }

    @Override
    public boolean isRunning() {
        return leader != null;
    }
}
