package io.ringrift.p2p.config;

import com.sun.management.GarbageCollectionNotificationInfo;

import io.ringrift.p2p.replication.FatalFault;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;

import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/**
 * Ends the process when memory has run out: a thread that died of it left its work half done, and a
 * node that does nothing but collect garbage holds up the cluster. A restart replays the log.
 *
 * <p>A thread's end tells only a part: most threads here catch what their tasks throw. So the
 * collector is asked, too.
 */
final class MemoryWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MemoryWatch.class);

    private final FatalFault fatal;
    private final FullHeap heap = new FullHeap();
    private final NotificationListener listener = this::hear;
    private final Thread.UncaughtExceptionHandler handler = this::died;
    private Thread.@Nullable UncaughtExceptionHandler earlier;

    MemoryWatch(FatalFault fatal) {
        this.fatal = fatal;
    }

    void start() {
        earlier = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler(handler);
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (collector instanceof NotificationEmitter emitter) {
                emitter.addNotificationListener(listener, null, null);
            }
        }
    }

    private void died(Thread thread, Throwable cause) {
        if (cause instanceof OutOfMemoryError) {
            fatal.halt(
                    "memory has run out (%s): give it more with java -Xmx, or the machine more memory and threads"
                            .formatted(cause.getMessage()));
        } else if (earlier != null) {
            earlier.uncaughtException(thread, cause);
        } else {
            LOG.error("Thread {} died", thread.getName(), cause);
        }
    }

    private void hear(Notification notification, @Nullable Object handback) {
        try {
            if (notification.getUserData() instanceof CompositeData data) {
                judge(GarbageCollectionNotificationInfo.from(data));
            }
        } catch (OutOfMemoryError e) {
            died(Thread.currentThread(), e);
        }
    }

    private void judge(GarbageCollectionNotificationInfo collection) {
        if (!isWhole(collection)) {
            return;
        }
        long max = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getMax();
        long used = 0;
        for (var pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage left = collection.getGcInfo().getMemoryUsageAfterGc().get(pool.getName());
            if (pool.getType() == java.lang.management.MemoryType.HEAP && left != null) {
                used += left.getUsed();
            }
        }
        if (heap.after(collection.getGcInfo().getEndTime(), used, max)) {
            fatal.halt(
                    "%d of %d MiB of memory are in use after every collection: give it more with java -Xmx, or keep fewer jobs (RINGRIFT_P2P_JOBS_MAX_OPEN, RINGRIFT_P2P_JOBS_KEEP_FINISHED)"
                            .formatted(used >> 20, max >> 20));
        }
    }

    /** Collections of a part leave garbage in the rest, and what is left says nothing. */
    private static boolean isWhole(GarbageCollectionNotificationInfo collection) {
        return switch (collection.getGcAction()) {
            case "end of major GC" -> true;
            case "end of GC cycle" -> !collection.getGcName().contains("Minor");
            default -> false;
        };
    }

    @Override
    public void close() {
        if (handler.equals(Thread.getDefaultUncaughtExceptionHandler())) {
            Thread.setDefaultUncaughtExceptionHandler(earlier);
        }
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            try {
                if (collector instanceof NotificationEmitter emitter) {
                    emitter.removeNotificationListener(listener);
                }
            } catch (ListenerNotFoundException e) {
                LOG.debug("{} was not listened to", collector.getName(), e);
            }
        }
    }
}
