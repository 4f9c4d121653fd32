package io.ringrift.p2p.config;

import io.ringrift.p2p.cluster.Founding;
import io.ringrift.p2p.leadership.LeaseKeeper;
import io.ringrift.p2p.model.BadSettingException;
import io.ringrift.p2p.replication.CannotOpenLogException;
import io.ringrift.p2p.replication.FatalFault;
import io.ringrift.p2p.replication.ratis.RatisLog;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Opens the log before the doors and closes it after them. Only the first start of one voter among
 * several is different: its doors open first, because the voters must find each other.
 */
final class ClusterLifecycle implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterLifecycle.class);

    private final Founding founding;
    private final RatisLog log;
    private final LeaseKeeper keeper;
    private final FatalFault fatal;
    private volatile boolean running;

    ClusterLifecycle(Founding founding, RatisLog log, LeaseKeeper keeper, FatalFault fatal) {
        this.founding = founding;
        this.log = log;
        this.keeper = keeper;
        this.fatal = fatal;
    }

    @Override
    public void start() {
        try {
            Optional<Founding.Found> known = founding.known();
            if (known.isPresent()) {
                open(known.get());
            } else {
                Thread.ofPlatform().name("founding").daemon().start(this::found);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        running = true;
    }

    private void open(Founding.Found found) throws IOException {
        log.start(found.cluster(), found.works());
        keeper.start();
    }

    private void found() {
        try {
            open(founding.await());
        } catch (InterruptedException e) {
            LOG.debug("stopped before the cluster was founded", e);
            Thread.currentThread().interrupt();
        } catch (BadSettingException | CannotOpenLogException e) {
            fatal.halt(String.valueOf(e.getMessage()));
        } catch (IOException | RuntimeException e) {
            fatal.halt("the cluster cannot be founded: " + e);
        }
    }

    @Override
    public void stop() {
        running = false;
        founding.close();
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
