package io.ringrift.p2p.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventIdTest {

    @Test
    void sortsByIndexThenPosition() {
        assertThat(new EventId(9, 1).isAfter(new EventId(9, 0))).isTrue();
        assertThat(new EventId(10, 0).isAfter(new EventId(9, 5))).isTrue();
        assertThat(EventId.endOf(9).isAfter(new EventId(9, 5))).isTrue();
        assertThat(new EventId(10, 0).isAfter(EventId.endOf(9))).isTrue();
        assertThat(new EventId(0, 0).isAfter(EventId.START)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0-0", "1234-7", "1234-2147483647", "-1-2147483647", "12-0-0b5c7d1e"})
    void readsWhatItWrites(String text) {
        EventId id = EventId.parse(text);
        assertThat(id).isNotNull();
        String log = EventId.logOf(text);
        assertThat(log == null ? id.toString() : id.in(log)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "12",
                "12-",
                "-3",
                "a-b",
                "1-2-3",
                "1-2-0b5c7d1g",
                "1 -2",
                "1-99999999999",
                "-2-0"
            })
    void refusesTheRest(String text) {
        assertThat(EventId.parse(text)).isNull();
    }
}
