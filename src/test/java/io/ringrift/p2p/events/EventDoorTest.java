package io.ringrift.p2p.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ringrift.p2p.Nouns;
import io.ringrift.p2p.leadership.LeadershipRig;
import io.ringrift.p2p.web.Doors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** The doors for events, as other people's programs see them. */
@Timeout(60)
class EventDoorTest {

    @TempDir Path folder;

    private final EventNews news = new EventNews();
    private LeadershipRig rig;
    private EventWriter writer;
    private Followers followers;
    private MockMvcTester doors;

    @BeforeEach
    void start() {
        rig = LeadershipRig.leading();
        writer =
                new EventWriter(
                        folder, 1 << 20, 1_000, news, new SimpleMeterRegistry().counter("gaps"));
        writer.opening(new UUID(7, 7));
        rig.log.attach(writer);
        followers = new Followers(1, Duration.ofMillis(100), news, System::nanoTime);
        EventDesk desk = new EventDesk(writer, news, followers);
        doors = Doors.reading(rig.log, new EventController(desk, rig.log));
    }

    @AfterEach
    void end() throws IOException {
        writer.close();
    }

    private void twoJobs() {
        rig.apply(
                Nouns.register(Nouns.A, Nouns.FOUR_CORES),
                Nouns.submit(1),
                Nouns.submit(2),
                Nouns.assign(1, Nouns.A),
                Nouns.complete(1),
                Nouns.cancel(2));
    }

    private MvcTestResult get(String uri) {
        return doors.get().uri(uri).exchange();
    }

    private JsonNode page(String uri) throws Exception {
        MvcTestResult answer = get(uri);
        assertThat(answer).hasStatusOk().hasContentType("application/json");
        return Doors.JSON.readTree(answer.getResponse().getContentAsString());
    }

    private static List<String> types(JsonNode page) {
        List<String> types = new ArrayList<>();
        page.get("events").forEach(event -> types.add(event.get("type").stringValue()));
        return types;
    }

    @Test
    void aPageHoldsWhatWasAcknowledged() throws Exception {
        twoJobs();
        JsonNode page = page("/events?format=json");
        assertThat(types(page))
                .endsWith(
                        "node_registered",
                        "job_submitted",
                        "job_submitted",
                        "job_assigned",
                        "job_started",
                        "job_completed",
                        "job_cancelled");
        assertThat(page.get("at_end").booleanValue()).isTrue();
        assertThat(page.has("starts_after")).isFalse();
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrDouble() throws Exception {
        twoJobs();
        List<JsonNode> all = new ArrayList<>();
        page("/events?format=json").get("events").forEach(all::add);
        List<JsonNode> joined = new ArrayList<>();
        String after = "oldest";
        boolean end = false;
        while (!end) {
            JsonNode page = page("/events?format=json&limit=2&after=" + after);
            page.get("events").forEach(joined::add);
            after = page.get("next_cursor").stringValue();
            end = page.get("at_end").booleanValue();
        }
        assertThat(joined).isEqualTo(all);
        assertThat(types(page("/events?format=json&after=" + after))).isEmpty();
    }

    @Test
    void eachJobHasItsTimeline() throws Exception {
        twoJobs();
        assertThat(types(page("/jobs/" + Nouns.job(1) + "/events?format=json")))
                .containsExactly("job_submitted", "job_assigned", "job_started", "job_completed");
        assertThat(types(page("/events?format=json&job_id=" + Nouns.job(2))))
                .containsExactly("job_submitted", "job_cancelled");
        assertThat(types(page("/events?format=json&node_id=a&type=job_started,job_completed")))
                .containsExactly("job_started", "job_completed");
        assertThat(types(page("/nodes/a/events?format=json")))
                .containsExactly("node_registered", "job_assigned", "job_started", "job_completed");
        assertThat(get("/nodes/nobody/events?format=json")).hasStatus(404);
        assertThat(get("/nodes/nobody/events")).hasStatus(404);
        assertThat(get("/nodes/-/events?format=json")).hasStatus(404);
        assertThat(get("/jobs/" + Nouns.job(3) + "/events?format=json")).hasStatus(404);
        assertThat(get("/jobs/" + Nouns.job(3) + "/events")).hasStatus(404);
        assertThat(get("/jobs/nonsense/events?format=json")).hasStatus(404);
    }

    @ParameterizedTest
    @CsvSource({
        "/events?format=xml,                 format",
        "/events?format=json&limit=0,        limit",
        "/events?format=json&limit=many,     limit",
        "/events?format=json&after=x,        after",
        "/events?format=json&type=job_eaten, type",
        "/events?format=json&job_id=7,       job_id",
        "/events?format=json&node_id=-,      node_id",
        "/events?format=json&colour=red,     colour",
    })
    void badInputIsNamed(String uri, String field) {
        MvcTestResult answer = get(uri);
        assertThat(answer).hasStatus(400);
        assertThat(answer).bodyJson().extractingPath("$.errors[0].field").isEqualTo(field);
    }

    @Test
    void whatIsNotKeptIsGone() throws Exception {
        twoJobs();
        writer.restored(1_000);
        rig.apply();
        news.await(1_000, Long.MAX_VALUE);
        for (String uri : List.of("/events?after=5-0", "/events?format=json&after=5-0")) {
            MvcTestResult answer = get(uri);
            assertThat(answer).hasStatus(410);
            assertThat(answer).bodyJson().extractingPath("$.code").isEqualTo("gone");
            assertThat(answer)
                    .bodyJson()
                    .extractingPath("$.starts_after")
                    .isEqualTo("1000-2147483647-00000007");
        }
        assertThat(page("/events?format=json&consistency=stale").get("starts_after").stringValue())
                .isEqualTo("1000-2147483647-00000007");
    }

    /** A restored backup goes on in a new log; old places must not be taken for places in it. */
    @Test
    void aPlaceInAnotherLogIsGoneHoweverFarItIs() throws Exception {
        twoJobs();
        for (String place : List.of("0-0-0000000a", "5-0-0000000a", "999999-0-0000000a")) {
            for (String format : List.of("sse", "json")) {
                MvcTestResult answer = get("/events?format=" + format + "&after=" + place);
                assertThat(answer).hasStatus(410);
                assertThat(answer).bodyJson().extractingPath("$.code").isEqualTo("gone");
                assertThat(answer)
                        .bodyJson()
                        .extractingPath("$.detail")
                        .asString()
                        .contains("another log");
                assertThat(answer)
                        .bodyJson()
                        .extractingPath("$.starts_after")
                        .isEqualTo("-1-2147483647-00000007");
            }
        }
        JsonNode again = page("/events?format=json&after=-1-2147483647-00000007");
        assertThat(types(again)).isEqualTo(types(page("/events?format=json")));
    }

    @Test
    void theHeaderOfAResumingClientBeatsItsOldParameter() throws Exception {
        twoJobs();
        MvcTestResult answer =
                doors.get()
                        .uri("/events?format=json&after=oldest")
                        .header("Last-Event-ID", lastId())
                        .exchange();
        assertThat(answer).bodyJson().extractingPath("$.events").asArray().isEmpty();
        assertThat(
                        doors.get()
                                .uri("/events?format=json")
                                .header("Last-Event-ID", "what")
                                .exchange())
                .hasStatus(400);
    }

    /** Takes the stream in until it holds the text, then lets the followers go. */
    private final class Reader extends OutputStream {

        private final StringBuilder got = new StringBuilder();
        private final String last;

        Reader(String last) {
            this.last = last;
        }

        @Override
        public void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) {
            got.append(new String(bytes, from, count, StandardCharsets.UTF_8));
            if (got.indexOf(last) >= 0) {
                news.close();
            }
        }
    }

    private EventHistory history() {
        EventHistory history = writer.history();
        assertThat(history).isNotNull();
        return history;
    }

    @Test
    void aStreamGoesOnWithWhatHappens() throws Exception {
        Reader reader = new Reader("event: job_cancelled");
        EventCursor cursor = history().after(EventId.START);
        CompletableFuture<Void> later =
                CompletableFuture.runAsync(
                        () -> {
                            try {
                                followers.follow(cursor, EventFilter.ANY, null, reader);
                            } catch (IOException | InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        });
        twoJobs();
        later.join();
        assertThat(reader.got)
                .startsWith("retry: 1000\n\n")
                .containsPattern(
                        """
                        id: (\\d+-\\d-00000007)
                        event: job_submitted
                        data: \\{"id":"\\1",.*

                        """);
    }

    @Test
    void silenceIsFilledAndTheIdMovesOn() throws Exception {
        twoJobs();
        Reader reader = new Reader(": nothing new\nid: " + lastId() + "\n\n");
        EventFilter nobody = new EventFilter(java.util.Set.of("voter_forgotten"), null, null);
        followers.follow(history().after(EventId.START), nobody, null, reader);
        assertThat(reader.got).doesNotContain("event:");
    }

    private String lastId() throws Exception {
        return page("/events?format=json").get("next_cursor").stringValue();
    }

    @Test
    void aStreamThatIsOvertakenSaysSoAndEnds() throws Exception {
        twoJobs();
        EventCursor cursor = history().after(EventId.START);
        writer.restored(1_000);
        news.await(1_000, Long.MAX_VALUE);
        Reader reader = new Reader("never");
        followers.follow(cursor, EventFilter.ANY, null, reader);
        assertThat(reader.got)
                .endsWith(
                        """
                        event: gone
                        data: {"code":"gone","starts_after":"1000-2147483647-00000007"}

                        """);
    }

    @Test
    void asManyFollowAsAllowed() {
        followers.enter();
        assertThat(followers.count()).isEqualTo(1);
        MvcTestResult answer = get("/events");
        assertThat(answer).hasStatus(429).hasHeader("Retry-After", "5");
        assertThat(answer).bodyJson().extractingPath("$.code").isEqualTo("too_many_followers");
        followers.leave();
        news.close();
        assertThat(get("/events")).hasStatusOk().hasContentType("text/event-stream;charset=UTF-8");
        assertThat(followers.count()).isZero();
    }
}
