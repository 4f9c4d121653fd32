package io.ringrift.p2p.status;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.ringrift.p2p.model.AgentSight;
import io.ringrift.p2p.model.JobType;

import java.util.function.ToDoubleFunction;

/** The series of the cluster as far as an agent knows them. */
record AgentMeters(AgentBoard board, AgentSight sight) implements MeterBinder {

    private static final String PREFIX = "ringrift.p2p.";

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(
                registry,
                "quorum.status",
                "2 while a leader answers, else 0: who else votes is not known here",
                one -> one.isHealthy() ? 2 : 0);
        gauge(
                registry,
                "peer.count",
                "this node and, while it answers, the leader",
                one -> one.isHealthy() ? 2 : 1);
        gauge(registry, "is.leader", "an agent never leads", _ -> 0);
        gauge(
                registry,
                "selfplay.jobs",
                "self-play jobs on this node",
                _ -> sight.attempts().getOrDefault(JobType.SELFPLAY, 0));
        FunctionCounter.builder(
                        PREFIX + "leader.changes",
                        sight,
                        one -> one.contact().map(last -> last.epoch().value()).orElse(0L))
                .description("leaderships since the cluster began, as the last answer shows")
                .register(registry);
    }

    private void gauge(
            MeterRegistry registry,
            String name,
            String description,
            ToDoubleFunction<AgentBoard> value) {
        Gauge.builder(PREFIX + name, board, value)
                .description(description)
                .strongReference(true)
                .register(registry);
    }
}
