package io.ringrift.p2p.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;

import java.util.List;
import java.util.Map;

class ShapeTest {

    private static final JsonMapper JSON = StrictJson.applyTo(JsonMapper.builder()).build();

    record Inner(@Nullable String name) {}

    enum Level {
        LOW,
        HIGH
    }

    record Sample(
            int count,
            @Nullable Long number,
            @Nullable Double share,
            @Nullable Boolean on,
            @Nullable String name,
            @Nullable List<String> list,
            @Nullable Map<String, String> map,
            @Nullable Inner inner,
            @Nullable Level level) {}

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'count':'many'   | a whole number",
                "'count':[]       | a whole number",
                "'number':{}      | a whole number",
                "'share':'half'   | a number",
                "'on':'perhaps'   | true or false",
                "'name':{}        | a text",
                "'list':'a'       | a list",
                "'map':[]         | an object",
                "'inner':[]       | an object",
                "'level':'MIDDLE' | one of LOW, HIGH",
            })
    void whatAFieldMustBeIsSaidInTheWordsOfJson(String field, String wanted) {
        String start = field.startsWith("'count'") ? "{" : "{'count':1,";
        String body = (start + field + "}").replace('\'', '"');
        MismatchedInputException error =
                catchThrowableOfType(
                        MismatchedInputException.class, () -> JSON.readValue(body, Sample.class));
        assertThat(error).isNotNull();
        assertThat(Shape.wanted(error)).as(error.getOriginalMessage()).isEqualTo(wanted);
    }
}
