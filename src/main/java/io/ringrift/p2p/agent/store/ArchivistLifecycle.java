package io.ringrift.p2p.agent.store;

import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** Starts and ends the archivist, if there is one. */
final class ArchivistLifecycle implements SmartLifecycle {

    private final @Nullable Archivist archivist;
    private volatile boolean running;

    ArchivistLifecycle(@Nullable Archivist archivist) {
        this.archivist = archivist;
    }

    @Override
    public void start() {
        running = true;
        if (archivist != null) {
            archivist.start();
        }
    }

    @Override
    public void stop() {
        running = false;
        try {
            if (archivist != null) {
                archivist.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
