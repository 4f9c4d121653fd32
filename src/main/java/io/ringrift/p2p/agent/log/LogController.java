package io.ringrift.p2p.agent.log;

import io.ringrift.p2p.agent.attempt.AttemptFolder;
import io.ringrift.p2p.agent.attempt.AttemptFolders;
import io.ringrift.p2p.agent.attempt.Attempts;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.NodeIdentity;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a job of this node printed. */
@RestController
@ConditionalOnProperty(name = "ringrift.p2p.agent.enabled", matchIfMissing = true)
public final class LogController {

    private static final int MAX_LINES = 10_000;
    private static final Duration LOOK = Duration.ofMillis(200);

    private final NodeId node;
    private final AttemptFolders folders;
    private final Attempts attempts;
    private final LogFollowers followers;

    public LogController(
            NodeIdentity self, AttemptFolders folders, Attempts attempts, LogFollowers followers) {
        this.node = self.id();
        this.folders = folders;
        this.attempts = attempts;
        this.followers = followers;
    }

    /**
     * The last lines as plain text. With {@code follow=true} the answer goes on until the attempt
     * has ended, or was silent for too long.
     *
     * @param tail lines, 0 to 10,000
     * @param attempt its number; the latest on this node by default
     */
    @GetMapping("/jobs/{job_id}/logs")
    public void logs(
            @PathVariable("job_id") String jobId,
            @RequestParam(name = "tail", defaultValue = "100") String tail,
            @RequestParam(name = "attempt", required = false) @Nullable String attempt,
            @RequestParam(name = "follow", defaultValue = "false") String follow,
            HttpServletResponse response)
            throws IOException, InterruptedException {
        JobId job = job(jobId);
        int lines = number("tail", tail, 0, MAX_LINES);
        boolean goesOn = flag("follow", follow);
        int chosen = attempt(job, attempt);
        AttemptFolder folder = folders.of(job, chosen);
        Future<?> end =
                attempts.end(job, chosen).orElseGet(() -> CompletableFuture.completedFuture(null));
        if (goesOn && !followers.enter()) {
            throw LogProblems.tooMany();
        }
        try {
            response.setContentType("text/plain;charset=UTF-8");
            response.setHeader("Cache-Control", "no-store");
            response.setHeader("X-Content-Type-Options", "nosniff");
            OutputStream out = response.getOutputStream();
            long position = LogTail.copy(folder, lines, out);
            if (goesOn) {
                follow(folder, position, end, out);
            }
        } finally {
            if (goesOn) {
                followers.leave();
            }
        }
    }

    private void follow(AttemptFolder folder, long from, Future<?> end, OutputStream out)
            throws IOException, InterruptedException {
        long position = from;
        long silentLooks = 0;
        long mostSilentLooks = followers.idle().dividedBy(LOOK);
        boolean over = false;
        out.flush();
        while (!over && followers.isOpen() && silentLooks < mostSilentLooks) {
            // First whether it is over, then the rest: so nothing of the end is missed.
            over = ends(end);
            long now = LogTail.copyNew(folder.log(), position, out);
            silentLooks = now == position ? silentLooks + 1 : 0;
            if (now != position) {
                out.flush();
            }
            position = now;
        }
    }

    private static boolean ends(Future<?> end) throws InterruptedException {
        try {
            end.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        } catch (ExecutionException impossible) {
            return true;
        }
    }

    private int attempt(JobId job, @Nullable String wanted) {
        if (wanted != null) {
            int number = number("attempt", wanted, 1, 1_000_000);
            if (!folders.exists(job, number)) {
                throw LogProblems.notFound(
                        "Attempt "
                                + number
                                + " of job "
                                + job
                                + " was not started on node "
                                + node
                                + ".");
            }
            return number;
        }
        OptionalInt latest = folders.latest(job);
        return latest.orElseThrow(
                () ->
                        LogProblems.notFound(
                                "No attempt of job " + job + " was started on node " + node + "."));
    }

    private static JobId job(String text) {
        try {
            return JobId.parse(text);
        } catch (IllegalArgumentException e) {
            throw LogProblems.invalid("job_id", "must be a UUID of 36 characters");
        }
    }

    private static boolean flag(String field, String text) {
        return switch (text) {
            case "true", "" -> true;
            case "false" -> false;
            default -> throw LogProblems.invalid(field, "must be true or false");
        };
    }

    private static int number(String field, String text, int least, int most) {
        String rule = "must be a whole number from " + least + " to " + most;
        if (!text.matches("\\d{1,9}")) {
            throw LogProblems.invalid(field, rule);
        }
        int value = Integer.parseInt(text);
        if (value < least || value > most) {
            throw LogProblems.invalid(field, rule);
        }
        return value;
    }
}
