package io.ringrift.p2p.web;

import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.http.converter.json.ProblemDetailJacksonMixin;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import tools.jackson.databind.json.JsonMapper;

import java.util.List;

/** Doors on their own, with the manners and the JSON that they have in the program. */
public final class Doors {

    public static final JsonMapper JSON =
            StrictJson.applyTo(JsonMapper.builder())
                    .addMixIn(ProblemDetail.class, ProblemDetailJacksonMixin.class)
                    .build();

    private Doors() {}

    public static MockMvcTester of(Object... controllers) {
        var converter = new JacksonJsonHttpMessageConverter(JSON);
        return MockMvcTester.of(
                        List.of(controllers),
                        doors ->
                                doors.setControllerAdvice(new ProblemAdvice())
                                        .setMessageConverters(converter)
                                        .addFilters(new BodyLimitFilter(JSON))
                                        .build())
                .withHttpMessageConverters(List.of(converter));
    }
}
