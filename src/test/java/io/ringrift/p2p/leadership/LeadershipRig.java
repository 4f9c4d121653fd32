package io.ringrift.p2p.leadership;

import static io.ringrift.p2p.Nouns.A;
import static io.ringrift.p2p.Nouns.TIMING;

import io.ringrift.p2p.TestClock;
import io.ringrift.p2p.engine.ClusterNode;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.Decision;
import io.ringrift.p2p.engine.Policy;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Timing;
import io.ringrift.p2p.replication.InMemoryLog;
import io.ringrift.p2p.web.CommandGate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A log in memory, a leadership over it and a clock that a test moves. */
public final class LeadershipRig {

    public final TestClock clock = new TestClock();
    public final InMemoryLog log = InMemoryLog.leading(A);
    public final List<String> steppedDown = new ArrayList<>();
    public final Leadership leadership;
    public final CommandGate gate = new CommandGate(log, Duration.ofSeconds(5));

    public LeadershipRig() {
        this(TIMING, Policy.DEFAULT);
    }

    public LeadershipRig(Timing timing, Policy policy) {
        leadership = new Leadership(log, A, timing, policy, clock, clock, steppedDown::add);
    }

    /** One that leads under the first epoch. */
    public static LeadershipRig leading() {
        LeadershipRig rig = new LeadershipRig();
        rig.keep();
        return rig;
    }

    public void keep() {
        try {
            leadership.keep();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public Epoch epoch() {
        return leadership.mayAct().orElseThrow();
    }

    /** A registered node. */
    public ClusterNode node(NodeId id) {
        ClusterNode node = log.picture().state().nodes().get(id);
        if (node == null) {
            throw new AssertionError(id + " is not registered");
        }
        return node;
    }

    /** Applies commands that must be accepted. */
    public void apply(Command... commands) {
        for (Command command : commands) {
            Decision decision = gate.submit(command).decision();
            if (!(decision instanceof Decision.Accepted)) {
                throw new AssertionError(command + " gave " + decision);
            }
        }
    }
}
