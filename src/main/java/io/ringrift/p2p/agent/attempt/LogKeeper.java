package io.ringrift.p2p.agent.attempt;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Looks at the logs of all running attempts in turn, on one thread for all. */
final class LogKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(LogKeeper.class);

    private final long limit;
    private final JsonMapper json;
    private final Map<LiveAttempt, JobLog> logs = new HashMap<>();

    /**
     * @param maxBytes what the logs of one attempt may take, in two files
     */
    LogKeeper(long maxBytes, JsonMapper json) {
        this.limit = maxBytes / 2;
        this.json = json;
    }

    /** One look at each; true when somebody writes so fast that the next look should come soon. */
    synchronized boolean look(Collection<LiveAttempt> attempts) {
        logs.keySet().removeIf(attempt -> attempt.end().isDone());
        boolean fast = false;
        for (LiveAttempt attempt : attempts) {
            if (!attempt.end().isDone() && attempt.running().isPresent()) {
                fast |= look(attempt);
            }
        }
        return fast;
    }

    private boolean look(LiveAttempt attempt) {
        JobLog log = logs.computeIfAbsent(attempt, each -> new JobLog(each.folder(), limit, json));
        try {
            long before = attempt.folder().log().toFile().length();
            log.look().ifPresent(attempt::progress);
            attempt.lastLine(log.lastLine());
            return before > limit;
        } catch (IOException e) {
            LOG.warn("Cannot read the log of {}: {}", attempt.key(), e.toString());
            return false;
        }
    }

    /** The last look, once nobody writes any more. */
    void close(LiveAttempt attempt) {
        if (attempt.folder().log().toFile().length() <= limit) {
            return;
        }
        synchronized (this) {
            try {
                if (Files.size(attempt.folder().log()) > limit) {
                    JobLog.cut(attempt.folder(), limit);
                }
            } catch (IOException e) {
                LOG.warn("Cannot cut the log of {}: {}", attempt.key(), e.toString());
            }
        }
    }
}
