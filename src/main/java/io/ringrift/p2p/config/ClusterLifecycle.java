package io.ringrift.p2p.config;

import io.ringrift.p2p.leadership.LeaseKeeper;
import io.ringrift.p2p.replication.ratis.RatisLog;

import org.springframework.context.SmartLifecycle;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Opens the log before the doors and closes it after them. */
final class ClusterLifecycle implements SmartLifecycle {

    private final RatisLog log;
    private final LeaseKeeper keeper;
    private volatile boolean running;

    ClusterLifecycle(RatisLog log, LeaseKeeper keeper) {
        this.log = log;
        this.keeper = keeper;
    }

    @Override
    public void start() {
        try {
            log.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        keeper.start();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        keeper.close();
        log.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before the web server (which starts among the last), and so after it when stopping. */
    @Override
    public int getPhase() {
        return 0;
    }
}
