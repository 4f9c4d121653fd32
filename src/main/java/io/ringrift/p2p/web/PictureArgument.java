package io.ringrift.p2p.web;

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

    private final CommandLog log;
    private final Duration deadline;

    /**
     * @param deadline how long a reader waits for the leader
     */
    PictureArgument(CommandLog log, Duration deadline) {
        this.log = log;
        this.deadline = deadline;
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
        try {
            return log.current().get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw noLeader();
        } catch (ExecutionException | TimeoutException e) {
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
