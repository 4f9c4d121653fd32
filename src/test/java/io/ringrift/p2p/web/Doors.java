package io.ringrift.p2p.web;

import io.ringrift.p2p.replication.CommandLog;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.http.converter.json.ProblemDetailJacksonMixin;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;

import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.util.List;

/** Doors on their own, with the manners and the JSON that they have in the program. */
public final class Doors {

    public static final JsonMapper JSON =
            StrictJson.applyTo(JsonMapper.builder())
                    .addMixIn(ProblemDetail.class, ProblemDetailJacksonMixin.class)
                    .build();

    private Doors() {}

    public static MockMvcTester of(Object... controllers) {
        return reading(null, controllers);
    }

    /** Doors whose readers see the state of a log. */
    public static MockMvcTester reading(@Nullable CommandLog log, Object... controllers) {
        var converter = new JacksonJsonHttpMessageConverter(JSON);
        return MockMvcTester.of(
                        List.of(controllers),
                        doors ->
                                doors.setControllerAdvice(new ProblemAdvice())
                                        .setMessageConverters(converter)
                                        .addFilters(new BodyLimitFilter(JSON))
                                        .setCustomArgumentResolvers(resolvers(log))
                                        .build())
                .withHttpMessageConverters(List.of(converter));
    }

    private static HandlerMethodArgumentResolver[] resolvers(@Nullable CommandLog log) {
        return log == null
                ? new HandlerMethodArgumentResolver[0]
                : new HandlerMethodArgumentResolver[] {
                    new PictureArgument(log, Duration.ofSeconds(1), System::nanoTime)
                };
    }
}
