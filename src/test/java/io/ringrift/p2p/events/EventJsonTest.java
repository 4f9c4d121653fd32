package io.ringrift.p2p.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.engine.Event;
import io.ringrift.p2p.web.Doors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What clients get of each event. Names and meanings stay: {@code docs/events.md} holds the golden
 * examples, one line each, and what is there is never changed, only added to.
 */
class EventJsonTest {

    private static final EventId ID = new EventId(1234, 0);

    static List<Event> samples() {
        return EventSamples.all();
    }

    private static String json(Event event) {
        return new EventJson().store("0b5c7d1e", ID, EventSamples.AT, event).json();
    }

    @Test
    void thereIsASampleOfEachEvent() {
        assertThat(samples().stream().map(Object::getClass))
                .containsExactlyInAnyOrderElementsOf(EventTypes.records());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void theGoldenExampleIsInTheDocument(Event event) throws IOException {
        assertThat(Files.readAllLines(Path.of("docs/events.md"))).contains(json(event));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void beginsWithIdTypeAndTime(Event event) {
        JsonNode sent = Doors.JSON.readTree(json(event));
        assertThat(sent.get("id").stringValue()).isEqualTo("1234-0-0b5c7d1e");
        assertThat(sent.get("type").stringValue()).isEqualTo(EventTypes.of(event));
        assertThat(sent.get("at").stringValue()).isEqualTo("2026-11-22T12:34:56.789Z");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void neitherSecretsNorFreeDocumentsLeave(Event event) {
        assertThat(json(event))
                .doesNotContain(EventSamples.SECRET, EventSamples.SECRET_KEY, EventSamples.LARGE)
                .doesNotContain("token", "fingerprint", "whsec_", "secret\"");
    }

    /** What the path names must be what the event shows. */
    @ParameterizedTest
    @MethodSource("samples")
    void aTimelineHoldsWhatNamesItsJobOrNode(Event event) {
        Subjects subjects = Subjects.of(event);
        String sent = json(event);
        subjects.jobs().forEach(job -> assertThat(sent).contains(job.toString()));
        subjects.nodes().forEach(node -> assertThat(sent).contains(node.toString()));
        assertThat(subjects.jobs().isEmpty()).isEqualTo(!sent.contains("\"job"));
        assertThat(subjects.nodes().isEmpty())
                .isEqualTo(!sent.matches(".*\"(node_id|nodes|holder)\".*"));
    }
}
