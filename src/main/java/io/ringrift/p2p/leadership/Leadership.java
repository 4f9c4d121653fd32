package io.ringrift.p2p.leadership;

import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.Decision;
import io.ringrift.p2p.engine.Event;
import io.ringrift.p2p.engine.Policy;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.Lease;
import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.NodeRole;
import io.ringrift.p2p.model.Timing;
import io.ringrift.p2p.replication.Applied;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.replication.Standing;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Claims, renews and gives back the leader lease. The epoch that a claim yields is what makes
 * effects safe; the lease only tells everybody whom to expect and saves wasted work.
 */
public final class Leadership {

    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

    /** A leadership of this node: its number and until when it may act without renewing. */
    private record Held(Epoch epoch, long untilNanos) {}

    private final CommandLog log;
    private final NodeId self;
    private final Timing timing;
    private final Policy policy;
    private final Clock clock;
    private final MonotonicClock nanos;
    private final Consumer<String> stepDown;
    private final List<Runnable> onChange = new CopyOnWriteArrayList<>();
    private volatile @Nullable Held held;
    private long steppedDownNanos;
    private boolean hasSteppedDown;

    /**
     * @param policy thresholds of this node's configuration; they become the cluster's when it
     *     leads
     * @param stepDown lets the voters elect another leader, told why; it may fail
     */
    public Leadership(
            CommandLog log,
            NodeId self,
            Timing timing,
            Policy policy,
            Clock clock,
            MonotonicClock nanos,
            Consumer<String> stepDown) {
        this.log = log;
        this.self = self;
        this.timing = timing;
        this.policy = policy;
        this.clock = clock;
        this.nanos = nanos;
        this.stepDown = stepDown;
    }

    /** The epoch under which this node may act now, or nothing when it may not. */
    public Optional<Epoch> mayAct() {
        Held now = held;
        return now != null
                        && nanos.nanos() - now.untilNanos() < 0
                        // A process that was frozen may learn of its successor before its own end.
                        && now.epoch().equals(log.picture().state().lease().epoch())
                ? Optional.of(now.epoch())
                : Optional.empty();
    }

    /** Whether a backup is being taken in, so that nothing may happen to jobs and nodes. */
    boolean isRestoring() {
        return log.picture().state().charter().restoring() != null;
    }

    /** Calls back when {@link #mayAct()} may have changed. */
    public void onChange(Runnable listener) {
        onChange.add(listener);
    }

    /** What anybody may know about the leadership; answers from memory. */
    public LeadershipView view() {
        Standing standing = log.standing();
        ClusterState state = log.picture().state();
        boolean leads = mayAct().isPresent();
        NodeRole role =
                leads
                        ? NodeRole.LEADER
                        : standing.role() == NodeRole.LEADER ? NodeRole.CANDIDATE : standing.role();
        return new LeadershipView(
                role, leads ? self : otherLeader(standing), state.lease(), standing);
    }

    private @Nullable NodeId otherLeader(Standing standing) {
        return self.equals(standing.leader()) ? null : standing.leader();
    }

    /**
     * One round of keeping the lease: claims it when this node has been elected, renews it while it
     * leads, forgets it when it no longer does. Called at least every third of the lease.
     */
    public void keep() throws InterruptedException {
        Standing standing = log.standing();
        Held now = held;
        if (now != null && isOverWithoutSuccessor(now)) {
            drop("a backup was taken in");
            now = null;
        }
        if (!standing.ready()) {
            if (now != null) {
                drop("lost the election");
            }
        } else if (now != null && now.untilNanos() - nanos.nanos() <= 0) {
            drop("could not renew the lease in time");
            if (standing.votersTotal() > 1) {
                stepDown("could not renew the lease in time");
            } else {
                claim();
            }
        } else if (log.handicap().isPresent() && mayStepDownAgain()) {
            stepDown(log.handicap().get());
        } else if (now == null) {
            claim();
        } else {
            renew(now);
        }
    }

    /** A restore ends every epoch that was; the voter that leads goes on under the next one. */
    private boolean isOverWithoutSuccessor(Held now) {
        Lease lease = log.picture().state().lease();
        return lease.holder() == null && now.epoch().isOlderThan(lease.epoch());
    }

    /** Once per lease: when every voter is unwell, somebody must lead all the same. */
    private boolean mayStepDownAgain() {
        long since = nanos.nanos() - steppedDownNanos;
        return log.standing().votersTotal() > 1
                && (!hasSteppedDown || since > timing.leaderLease().toNanos());
    }

    private void stepDown(String why) {
        LOG.warn("Another voter should lead: {}", why);
        hasSteppedDown = true;
        steppedDownNanos = nanos.nanos();
        stepDown.accept(why);
    }

    private void claim() throws InterruptedException {
        long asked = nanos.nanos();
        var claim = new Command.ClaimLeadership(clock.instant(), self, timing.leaderLease());
        Applied applied = submit(claim);
        if (applied != null
                && applied.decision() instanceof Decision.Accepted(var events)
                && events.getFirst() instanceof Event.LeadershipClaimed claimed) {
            Epoch epoch = claimed.epoch();
            submit(new Command.SetPolicy(clock.instant(), epoch, policy));
            held = new Held(epoch, asked + timing.leaderLease().toNanos());
            LOG.info("Leading under epoch {}", epoch);
            tell();
        }
    }

    private void renew(Held now) throws InterruptedException {
        long asked = nanos.nanos();
        Applied applied =
                submit(new Command.RenewLease(clock.instant(), now.epoch(), timing.leaderLease()));
        if (applied == null) {
            LOG.warn("Lease of epoch {} not renewed; acting on what is left of it", now.epoch());
        } else if (applied.decision() instanceof Decision.Accepted) {
            held = new Held(now.epoch(), asked + timing.leaderLease().toNanos());
        } else {
            drop("superseded");
        }
    }

    /** Gives the lease back, so that the next leader is expected at once. */
    public void release() throws InterruptedException {
        Held now = held;
        if (now != null) {
            drop("stopping");
            submit(new Command.ReleaseLease(clock.instant(), now.epoch()));
        }
    }

    private void drop(String why) {
        LOG.info("No longer leading: {}", why);
        held = null;
        tell();
    }

    private void tell() {
        onChange.forEach(Runnable::run);
    }

    private @Nullable Applied submit(Command command) throws InterruptedException {
        try {
            return log.submit(command).get(timing.leaseRenewal().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn(
                    "{} did not get through: {}", command.getClass().getSimpleName(), e.toString());
            return null;
        }
    }
}
