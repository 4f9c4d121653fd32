package io.ringrift.p2p.webhooks;

import static io.ringrift.p2p.Nouns.A;
import static io.ringrift.p2p.Nouns.FOUR_CORES;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ringrift.p2p.Nouns;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.Endpoint;
import io.ringrift.p2p.engine.EndpointSettings;
import io.ringrift.p2p.engine.NodeStatus.Mandate;
import io.ringrift.p2p.engine.Outbox;
import io.ringrift.p2p.engine.RulesVersion;
import io.ringrift.p2p.engine.WebhookOrder;
import io.ringrift.p2p.leadership.LeadershipRig;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.JsonText;
import io.ringrift.p2p.model.Resources;
import io.ringrift.p2p.model.webhook.EndpointId;
import io.ringrift.p2p.model.webhook.SigningSecret;
import io.ringrift.p2p.model.webhook.WebhookFormat;
import io.ringrift.p2p.replication.CommandLog;

import java.time.Duration;
import java.util.Random;
import java.util.UUID;

/** A log in memory with endpoints, and receivers that a test plays. */
final class WebhookRig {

    static final Mandate MANDATE = new Mandate("ann", "wants to know");
    static final SigningSecret SECRET = SigningSecret.of(new byte[32]);

    final LeadershipRig rig = LeadershipRig.leading();
    final StubCourier courier = new StubCourier();
    private int jobs = 1_000;
    private int loops;

    WebhookRig() {
        for (int version = 2; version <= RulesVersion.known(); version++) {
            rig.apply(new Command.RaiseRulesVersion(rig.clock.instant(), rig.epoch(), version));
        }
        rig.apply(new Command.FoundCluster(rig.clock.instant(), rig.epoch(), new UUID(7, 7)));
        rig.apply(Nouns.register(A, FOUR_CORES));
    }

    void endpoint(String id, WebhookFormat format, String... events) {
        endpoint(id, "https://" + id + ".example/hook", format, events);
    }

    void endpoint(String id, String url, WebhookFormat format, String... events) {
        rig.apply(
                new WebhookOrder.CreateEndpoint(
                        rig.clock.instant(),
                        MANDATE,
                        new EndpointId(id),
                        new EndpointSettings(url, java.util.List.of(events), format),
                        format.isSigned() ? SECRET : null));
    }

    /** A job is submitted: one job_submitted for who subscribed. */
    JobId submits() {
        JobId id = Nouns.job(jobs++);
        JobSpec spec =
                new JobSpec(
                        JobType.SELFPLAY, "hex5_2p", 10, 50, JsonText.EMPTY, null, Resources.NONE);
        rig.apply(new Command.SubmitJob(rig.clock.instant(), id, spec, null, ""));
        return id;
    }

    /** A loop as a leader runs it. Deliveries are made at once, on the thread of the round. */
    DeliveryLoop loop(CommandLog log, Courier with) {
        return new DeliveryLoop(
                log,
                with,
                Runnable::run,
                new DeliverySettings(1_536, 8),
                new DeliveryMeters(log, new SimpleMeterRegistry()),
                rig.clock,
                rig.clock,
                new Random(loops++));
    }

    DeliveryLoop loop() {
        return loop(rig.log, courier);
    }

    Epoch epoch() {
        return rig.epoch();
    }

    void after(Duration time) {
        rig.clock.advance(time);
        rig.keep();
    }

    Outbox outbox() {
        return rig.log.picture().state().outbox();
    }

    Endpoint endpoint(String id) {
        return requireNonNull(outbox().endpoints().get(new EndpointId(id)));
    }
}
