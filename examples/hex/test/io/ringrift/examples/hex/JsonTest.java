package io.ringrift.examples.hex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "[true,false,null]",
                "{\"a\":[1,-2,3.5e7,0],\"b\":{\"c\":\"\"}}",
                "\"é, \\\" and \\\\ and \\u0001\"",
                "-9223372036854775808"
            })
    void writesWhatItHasRead(String text) {
        assertThat(JsonReader.read(text)).hasToString(text);
    }

    @Test
    void readsEscapesAndSpace() {
        assertThat(JsonReader.read(" [ \"\\u00e9\\n\\t\\r\\b\\f\\/\" ]\r\n\t"))
                .hasToString("[\"é\\u000a\\u0009\\u000d\\u0008\\u000c/\"]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[",
                "[1,]",
                "{\"a\":1,}",
                "{a:1}",
                "{\"a\" 1}",
                "01",
                "1.",
                "+1",
                ".5",
                "NaN",
                "tru",
                "nul",
                "\"",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "1 2",
                "[1 2]",
                "\"a\nb\"",
                "'a'",
                "{\"a\":1,\"a\":2}",
                "-",
                "\\"
            })
    void refusesWhatIsNotJson(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> JsonReader.read(text));
    }

    @Test
    void refusesBottomlessNesting() {
        String text = "[".repeat(100_000);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonReader.read(text))
                .withMessageContaining("depth");
    }

    @Test
    void saysWhere() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonReader.read("{\"a\":?}"))
                .withMessage("expected a value at character 6");
    }

    @ParameterizedTest
    @CsvSource({"0.5, 0.5", "0.12345678, 0.123457", "1e-9, 0.0", "1e10, 1.0E10"})
    void roundsNumbers(double value, String text) {
        assertThat(Json.of(value)).hasToString(text);
    }

    @Test
    void refusesWhatIsNoNumber() {
        assertThatIllegalArgumentException().isThrownBy(() -> Json.of(Double.NaN));
    }
}
