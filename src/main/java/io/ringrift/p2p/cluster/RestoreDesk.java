package io.ringrift.p2p.cluster;

import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.Decision;
import io.ringrift.p2p.engine.Engine;
import io.ringrift.p2p.engine.Invariants;
import io.ringrift.p2p.engine.Rejection;
import io.ringrift.p2p.engine.Restoration;
import io.ringrift.p2p.engine.RulesVersion;
import io.ringrift.p2p.leadership.Leadership;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.VoterAddress;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.replication.codec.SnapshotCodec;
import io.ringrift.p2p.replication.codec.UnreadableException;
import io.ringrift.p2p.web.CommandGate;
import io.ringrift.p2p.web.LeaderLostException;
import io.ringrift.p2p.web.LeaderRoute;
import io.ringrift.p2p.web.Problem;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Takes a backup into a cluster that has taken no job yet. The whole file is read and checked
 * before the first command; what is then interrupted is begun anew by the next upload.
 */
final class RestoreDesk {

    private static final Logger LOG = LoggerFactory.getLogger(RestoreDesk.class);
    private static final int BUFFER = 1 << 20;

    private final CommandLog log;
    private final CommandGate gate;
    private final Leadership leadership;
    private final LeaderRoute route;
    private final Clock clock;
    private final Supplier<UUID> ids;
    private final long maxBytes;
    private final SnapshotCodec snapshots = new SnapshotCodec();
    private final AtomicBoolean busy = new AtomicBoolean();

    RestoreDesk(
            CommandLog log,
            CommandGate gate,
            Leadership leadership,
            LeaderRoute route,
            Clock clock,
            Supplier<UUID> ids,
            RestoreProperties settings) {
        this.log = log;
        this.gate = gate;
        this.leadership = leadership;
        this.route = route;
        this.clock = clock;
        this.ids = ids;
        this.maxBytes = settings.maxSize().toBytes();
    }

    /**
     * Reads a backup, checks it, and makes it the cluster's state.
     *
     * @param length bytes of the body, -1 when the sender did not say
     */
    RestoreView restore(InputStream body, long length) throws IOException {
        Epoch epoch = epoch();
        requireLength(length);
        if (!busy.compareAndSet(false, true)) {
            throw Problem.of(
                    HttpStatus.CONFLICT,
                    "restore_runs",
                    "Another backup is being taken in at the moment.");
        }
        try {
            // Asked before a long upload; the log decides it again afterwards.
            accepted(Engine.decide(log.picture().state(), begin(epoch, ClusterState.EMPTY, 1)));
            return takeIn(read(body, length), epoch);
        } finally {
            busy.set(false);
        }
    }

    /** Throws away what an unfinished restore left. */
    void abort() {
        Epoch epoch =
                leadership
                        .mayAct()
                        .orElseThrow(() -> new LeaderLostException("this node does not lead"));
        gate.submit(new Command.AbortRestore(clock.instant(), epoch));
    }

    /** A file is not sent on from node to node: whoever sends it is told where to send it. */
    private Epoch epoch() {
        Optional<Epoch> epoch = leadership.mayAct();
        if (epoch.isPresent()) {
            return epoch.get();
        }
        Optional<VoterAddress> leader = route.elsewhere();
        if (leader.isEmpty()) {
            throw Problem.tryLater(
                    "not_accepted", "Nothing was changed, try again: no node leads now.", 1);
        }
        throw Problem.of(
                HttpStatus.MISDIRECTED_REQUEST,
                "not_the_leader",
                "Nothing was changed: send the backup to the leader, %s/cluster/restore."
                        .formatted(leader.get().httpUri()));
    }

    private void requireLength(long length) {
        if (length < 0) {
            throw Problem.of(
                    HttpStatus.LENGTH_REQUIRED,
                    "length_required",
                    "The request must say its length (Content-Length), as curl -T FILE does.");
        }
        if (length > maxBytes) {
            throw Problem.of(
                    HttpStatus.CONTENT_TOO_LARGE,
                    "request_too_large",
                    "A backup must not be larger than "
                            + (maxBytes >> 20)
                            + " MiB (RINGRIFT_P2P_RESTORE_MAX_SIZE).");
        }
    }

    private ClusterState read(InputStream body, long length) throws IOException {
        ClusterState backup;
        try {
            backup = snapshots.read(new BufferedInputStream(body, BUFFER), length);
        } catch (UnreadableException e) {
            LOG.warn("A backup was refused", e);
            throw damaged(e.getMessage());
        }
        if (!RulesVersion.knows(backup)) {
            throw Problem.of(
                    HttpStatus.CONFLICT,
                    "needs_newer_program",
                    "Nothing was changed: the backup follows rules of version "
                            + backup.rulesVersion()
                            + ", and this program knows those up to "
                            + RulesVersion.known()
                            + ".");
        }
        List<String> violations =
                backup.charter().restoring() == null
                        ? Invariants.check(backup)
                        : List.of("it was taken while another one was taken in");
        if (!violations.isEmpty()) {
            throw damaged(violations.getFirst());
        }
        return backup;
    }

    private static RuntimeException damaged(@Nullable String why) {
        return Problem.of(
                HttpStatus.BAD_REQUEST,
                "unreadable_backup",
                "Nothing was changed: this is no whole backup (" + why + ").");
    }

    private RestoreView takeIn(ClusterState backup, Epoch epoch) {
        List<ClusterState> parts = Restoration.parts(backup);
        LOG.info("Taking a backup in: {} jobs, {} parts", jobs(backup), parts.size());
        Command.BeginRestore begin = begin(epoch, backup, parts.size());
        submit(begin);
        for (int i = 0; i < parts.size(); i++) {
            submit(
                    new Command.RestorePart(
                            clock.instant(), epoch, begin.restore(), i, parts.get(i)));
        }
        submit(new Command.FinishRestore(clock.instant(), epoch, begin.restore()));
        LOG.info("The backup is in");
        return new RestoreView(
                backup.open().size(),
                backup.finished().size(),
                backup.nodes().size(),
                backup.keys().size(),
                log.picture().state().lease().epoch());
    }

    private Command.BeginRestore begin(Epoch epoch, ClusterState backup, int parts) {
        return new Command.BeginRestore(
                clock.instant(),
                epoch,
                ids.get(),
                parts,
                backup.lease().epoch(),
                backup.rulesVersion());
    }

    private void submit(Command command) {
        Decision decision;
        try {
            decision = gate.submit(command).decision();
        } catch (ErrorResponseException | LeaderLostException e) {
            throw interrupted(e.getMessage());
        }
        accepted(decision);
    }

    private static void accepted(Decision decision) {
        if (decision instanceof Decision.Refused(Rejection why)) {
            throw switch (why) {
                case Rejection.NotFresh r -> notFresh(r);
                case Rejection.NotTheNextRules r -> rulesToCome(r);
                default -> interrupted(why.code());
            };
        }
    }

    private static RuntimeException notFresh(Rejection.NotFresh why) {
        return Problem.of(
                HttpStatus.CONFLICT,
                why.code(),
                """
                Nothing was changed: a backup goes only into a cluster that has never taken a job, \
                and this one has taken %d; form a new one with empty data folders.\
                """
                        .formatted(why.submitted()));
    }

    private static RuntimeException rulesToCome(Rejection.NotTheNextRules why) {
        return Problem.tryLater(
                why.code(),
                """
                Nothing was changed: the backup follows rules of version %d, and those of version \
                %d are in force; they rise by themselves once every voter runs this release.\
                """
                        .formatted(why.asked(), why.inForce()),
                2);
    }

    private static RuntimeException interrupted(@Nullable String why) {
        return Problem.tryLater(
                "restore_interrupted",
                """
                The backup was not taken in to its end (%s). As long as GET /cluster shows it as \
                restoring no jobs are taken: send it again, or give it up with DELETE \
                /cluster/restore.\
                """
                        .formatted(why),
                1);
    }

    private static int jobs(ClusterState state) {
        return state.open().size() + state.finished().size();
    }
}
