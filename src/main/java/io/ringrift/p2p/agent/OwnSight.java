package io.ringrift.p2p.agent;

import io.ringrift.p2p.agent.attempt.Attempts;
import io.ringrift.p2p.agent.beat.LeaderContact;
import io.ringrift.p2p.agent.probe.Probes;
import io.ringrift.p2p.model.AgentSight;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.ResourceMetrics;

import java.util.Map;
import java.util.Optional;

/** What the parts of the agent know, for the doors beside it. */
record OwnSight(LeaderContact leader, Probes probes, Attempts held) implements AgentSight {

    @Override
    public Optional<Contact> contact() {
        return leader.last();
    }

    @Override
    public ResourceMetrics metrics() {
        return probes.latest();
    }

    @Override
    public Map<JobType, Integer> attempts() {
        return held.byType();
    }
}
