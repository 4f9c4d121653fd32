package io.ringrift.p2p.peers;

import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.Decision;
import io.ringrift.p2p.engine.Rejection;
import io.ringrift.p2p.engine.RulesVersion;
import io.ringrift.p2p.leadership.Leadership;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.wire.ManifestChange;
import io.ringrift.p2p.model.wire.ManifestReply;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.web.CommandGate;
import io.ringrift.p2p.web.LeaderLostException;
import io.ringrift.p2p.web.Problem;

import org.springframework.http.HttpStatus;

import java.time.Clock;

/** Takes in what agents say of their files. */
final class ManifestDesk {

    private final CommandLog log;
    private final CommandGate gate;
    private final Leadership leadership;
    private final Clock clock;

    ManifestDesk(CommandLog log, CommandGate gate, Leadership leadership, Clock clock) {
        this.log = log;
        this.gate = gate;
        this.leadership = leadership;
        this.clock = clock;
    }

    /**
     * Takes a change in; returns once it is durable. A change that does not build on what is known
     * is answered with what is.
     *
     * @throws LeaderLostException when this node does not lead
     */
    ManifestReply record(NodeId node, ManifestChange change) {
        if (!RulesVersion.haveData(log.picture().state())) {
            throw Problem.tryLater(
                    "rules_not_in_force",
                    "Manifests are taken in once every voter runs this version.",
                    10);
        }
        Epoch epoch =
                leadership
                        .mayAct()
                        .orElseThrow(() -> new LeaderLostException("this node does not lead"));
        var command =
                new Command.RecordManifest(
                        clock.instant(),
                        epoch,
                        node,
                        change.incarnation(),
                        change.base(),
                        change.version(),
                        change.added(),
                        change.removed());
        return gate.submit(command).decision() instanceof Decision.Refused(Rejection why)
                ? new ManifestReply(known(why))
                : new ManifestReply(change.version());
    }

    private static long known(Rejection why) {
        return switch (why) {
            case Rejection.OtherManifest r -> r.known();
            case Rejection.TooManyFiles r ->
                    throw Problem.tryLater(
                            r.code(),
                            "The catalogue has its limit of "
                                    + r.limit()
                                    + " files; put small ones into larger ones.",
                            60);
            case Rejection.OtherIncarnation r ->
                    throw Problem.of(
                            HttpStatus.CONFLICT,
                            "superseded",
                            "Another agent that was started later speaks for node "
                                    + r.node()
                                    + ".");
            case Rejection.UnknownNode r ->
                    throw Problem.of(
                            HttpStatus.CONFLICT,
                            r.code(),
                            "Node " + r.node() + " is not known; it must beat first.");
            default -> throw Problem.of(HttpStatus.CONFLICT, why.code(), "Refused: " + why + ".");
        };
    }
}
