package io.ringrift.p2p.agent.log;

import io.ringrift.p2p.agent.attempt.AttemptFolder;
import io.ringrift.p2p.agent.attempt.AttemptFolders;
import io.ringrift.p2p.agent.attempt.Attempts;
import io.ringrift.p2p.model.wire.LogOrder;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends logs of this node to the leader, for whoever asked there. */
public final class LogSender {

    private static final Logger LOG = LoggerFactory.getLogger(LogSender.class);
    private static final long LOOK_MILLIS = 200;

    /** Where the pieces go. */
    @FunctionalInterface
    public interface Target {
        /**
         * Sends one piece.
         *
         * @return whether more of it is wanted
         * @throws IOException when nobody took it
         */
        boolean send(UUID request, byte[] text, boolean found, boolean last)
                throws IOException, InterruptedException;
    }

    private final AttemptFolders folders;
    private final Attempts attempts;
    private final LogFollowers followers;
    private final Set<UUID> underWay = ConcurrentHashMap.newKeySet();

    public LogSender(AttemptFolders folders, Attempts attempts, LogFollowers followers) {
        this.folders = folders;
        this.attempts = attempts;
        this.followers = followers;
    }

    /** Begins to send, unless it does so already or has no place for one more. */
    public void send(LogOrder order, Target target) {
        if (underWay.add(order.requestId())) {
            Thread _ =
                    Thread.ofVirtual()
                            .name("agent-log-" + order.requestId())
                            .start(() -> run(order, target));
        }
    }

    private void run(LogOrder order, Target target) {
        boolean entered = followers.enter();
        try {
            if (entered) {
                copy(order, target);
            }
        } catch (IOException e) {
            LOG.debug("the log of {} is not wanted any more: {}", order.jobId(), e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (entered) {
                followers.leave();
            }
            underWay.remove(order.requestId());
        }
    }

    private void copy(LogOrder order, Target target) throws IOException, InterruptedException {
        if (!folders.exists(order.jobId(), order.attempt())) {
            boolean _ = target.send(order.requestId(), new byte[0], false, true);
            return;
        }
        AttemptFolder folder = folders.of(order.jobId(), order.attempt());
        Future<?> end =
                attempts.end(order.jobId(), order.attempt())
                        .orElseGet(() -> CompletableFuture.completedFuture(null));
        Pieces out = new Pieces(order.requestId(), target);
        long position = LogTail.copy(folder, order.tail(), out);
        if (order.follow()) {
            out.flush();
            follow(folder, position, end, out);
        }
        out.end();
    }

    private void follow(AttemptFolder folder, long from, Future<?> end, Pieces out)
            throws IOException, InterruptedException {
        long position = from;
        long silentLooks = 0;
        long most = followers.idle().toMillis() / LOOK_MILLIS;
        boolean over = false;
        while (!over && followers.isOpen() && silentLooks < most) {
            over = ends(end);
            long now = LogTail.copyNew(folder.log(), position, out);
            silentLooks = now == position ? silentLooks + 1 : 0;
            out.flush();
            position = now;
        }
    }

    private static boolean ends(Future<?> end) throws InterruptedException {
        try {
            end.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        } catch (ExecutionException impossible) {
            return true;
        }
    }

    /** Gathers what is written into pieces; fails once nobody wants more. */
    private static final class Pieces extends OutputStream {

        private final UUID request;
        private final Target target;
        private final ByteArrayOutputStream piece = new ByteArrayOutputStream();
        private boolean begun;

        Pieces(UUID request, Target target) {
            this.request = request;
            this.target = target;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int done = 0;
            while (done < length) {
                int now = Math.min(length - done, LogOrder.MAX_PIECE - piece.size());
                piece.write(bytes, offset + done, now);
                done += now;
                if (piece.size() == LogOrder.MAX_PIECE) {
                    flush();
                }
            }
        }

        /** The first piece goes out even when it is empty: it says that there is a log. */
        @Override
        public void flush() throws IOException {
            if (piece.size() > 0 || !begun) {
                begun = true;
                if (!send(false)) {
                    throw new IOException("nobody reads any more");
                }
            }
        }

        void end() throws IOException {
            boolean _ = send(true);
        }

        private boolean send(boolean last) throws IOException {
            byte[] text = piece.toByteArray();
            piece.reset();
            try {
                return target.send(request, text, true, last);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }
}
