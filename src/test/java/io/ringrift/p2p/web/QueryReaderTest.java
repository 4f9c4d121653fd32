package io.ringrift.p2p.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ringrift.p2p.web.Problem.FieldError;

import org.junit.jupiter.api.Test;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.ErrorResponseException;

import java.util.List;
import java.util.Map;
import java.util.Set;

class QueryReaderTest {

    private static QueryReader of(Map<String, List<String>> query) {
        MultiValueMap<String, String> values = new LinkedMultiValueMap<>(query);
        return new QueryReader(values, Set.of("number", "limit"));
    }

    @Test
    void whatIsRightIsRead() {
        QueryReader reader = of(Map.of("number", List.of("1,2", "", "3"), "limit", List.of("10")));
        assertThat(reader.each("number", Integer::valueOf, "must be a number"))
                .containsExactly(1, 2, 3);
        String first = reader.one("number", text -> text, "");
        assertThat(first).isEqualTo("1,2");
        assertThat(reader.limit(5, 10)).isEqualTo(10);
        reader.check();
    }

    @Test
    void whatIsLeftOutIsNoError() {
        QueryReader reader = of(Map.of("limit", List.of("")));
        assertThat(reader.limit(5, 10)).isEqualTo(5);
        Integer none = reader.one("number", Integer::valueOf, "");
        assertThat(none).isNull();
        reader.check();
    }

    @Test
    void everythingThatIsWrongIsNamedAtOnce() {
        QueryReader reader =
                of(
                        Map.of(
                                "number",
                                List.of("1,,x"),
                                "limit",
                                List.of("11"),
                                "colour",
                                List.of("red")));
        reader.each("number", Integer::valueOf, "must be a number");
        reader.limit(5, 10);
        reader.wrong("X-Header", "is odd");
        assertThatExceptionOfType(ErrorResponseException.class)
                .isThrownBy(reader::check)
                .satisfies(
                        problem ->
                                assertThat(problem.getBody().getProperties())
                                        .containsEntry(
                                                "errors",
                                                List.of(
                                                        new FieldError(
                                                                "colour",
                                                                "is not known; known are limit,"
                                                                        + " number"),
                                                        new FieldError(
                                                                "number", "must be a number"),
                                                        new FieldError(
                                                                "number", "must be a number"),
                                                        new FieldError(
                                                                "limit",
                                                                "must be a whole number from 1 to"
                                                                        + " 10"),
                                                        new FieldError("X-Header", "is odd"))));
    }
}
