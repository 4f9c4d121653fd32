package io.ringrift.p2p.web;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Ends answers that would never end by themselves before a stopping web server waits for its last
 * requests.
 */
public final class StreamsEnd implements SmartLifecycle {

    private final Runnable end;
    private volatile boolean running;

    /**
     * @param end returns at once
     */
    public StreamsEnd(Runnable end) {
        this.end = end;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        end.run();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Higher phases stop first. */
    @Override
    public int getPhase() {
        return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE + 1;
    }
}
