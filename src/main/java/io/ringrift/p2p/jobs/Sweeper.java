package io.ringrift.p2p.jobs;

import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.Decision;
import io.ringrift.p2p.engine.Engine;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.web.CommandGate;

import java.time.Clock;

/**
 * Lets the cluster forget what its policy does not keep; asks first, so that calm costs no write.
 */
final class Sweeper {

    private static final int MOST_PER_ROUND = 100;

    private final CommandLog log;
    private final CommandGate gate;
    private final Clock clock;

    Sweeper(CommandLog log, CommandGate gate, Clock clock) {
        this.log = log;
        this.gate = gate;
        this.clock = clock;
    }

    void round(Epoch epoch) {
        for (int i = 0; i < MOST_PER_ROUND; i++) {
            Command.Sweep sweep = new Command.Sweep(clock.instant(), epoch);
            Decision foreseen = Engine.decide(log.picture().state(), sweep);
            if (!(foreseen instanceof Decision.Accepted(var events)) || events.isEmpty()) {
                return;
            }
            gate.submit(sweep);
        }
    }
}
