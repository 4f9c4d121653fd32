package io.ringrift.p2p.web;

import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.replication.Picture;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Gives a reading door its picture of the state: by default one that holds everything acknowledged
 * before the request; with {@code ?consistency=stale} what this node knows, with its index and age.
 */
final class PictureArgument implements HandlerMethodArgumentResolver {

    /** The parameter by which a reader says what it needs. */
    static final String PARAMETER = "consistency";

    private static final long PAUSE_MILLIS = 50;

    private final CommandLog log;
    private final Duration deadline;
    private final MonotonicClock clock;
    private final CountDownLatch never = new CountDownLatch(1);

    /**
     * @param deadline how long a reader waits for the leader
     */
    PictureArgument(CommandLog log, Duration deadline, MonotonicClock clock) {
        this.log = log;
        this.deadline = deadline;
        this.clock = clock;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType().equals(Picture.class);
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        String asked = request.getParameter(PARAMETER);
        boolean stale = "stale".equals(asked);
        if (asked != null && !stale && !asked.equals("linearizable")) {
            throw Problem.invalid(PARAMETER, "must be linearizable or stale");
        }
        Picture picture = stale ? log.picture() : current();
        HttpServletResponse response = request.getNativeResponse(HttpServletResponse.class);
        if (response != null) {
            response.setHeader("X-Applied-Index", Long.toString(picture.index()));
            if (stale) {
                response.setHeader("X-State-Age-Ms", Long.toString(log.age().toMillis()));
            }
        }
        return picture;
    }

    private Picture current() {
        long end = clock.nanos() + deadline.toNanos();
        try {
            while (true) {
                try {
                    long left = Math.max(0, end - clock.nanos());
                    return log.current().get(left, TimeUnit.NANOSECONDS);
                } catch (ExecutionException | TimeoutException e) {
                    // A leader that is there may have been too busy to say how far the log is.
                    if (log.standing().leader() == null || clock.nanos() - end >= 0) {
                        throw noLeader();
                    }
                }
                boolean _ = never.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw noLeader();
        }
    }

    private static RuntimeException noLeader() {
        return Problem.tryLater(
                "no_leader",
                "No node leads at the moment, so nobody can say whether this is the latest state;"
                        + " try again, or add ?consistency=stale to read what this node knows.",
                1);
    }
}
