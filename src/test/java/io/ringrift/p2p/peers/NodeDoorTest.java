package io.ringrift.p2p.peers;

import static io.ringrift.p2p.Nouns.A;
import static io.ringrift.p2p.Nouns.B;
import static io.ringrift.p2p.Nouns.FOUR_CORES;
import static io.ringrift.p2p.Nouns.assign;
import static io.ringrift.p2p.Nouns.job;
import static io.ringrift.p2p.Nouns.register;
import static io.ringrift.p2p.Nouns.start;
import static io.ringrift.p2p.Nouns.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.leadership.LeadershipRig;
import io.ringrift.p2p.model.Presence;
import io.ringrift.p2p.model.wire.Progress;
import io.ringrift.p2p.web.Doors;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import tools.jackson.databind.JsonNode;

import java.io.UnsupportedEncodingException;
import java.time.Duration;

/** The doors about nodes. */
class NodeDoorTest {

    private final LeadershipRig rig = LeadershipRig.leading();
    private final PeerRegistry registry = PeersRig.registry(rig.clock);
    private final MockMvcTester doors =
            Doors.reading(
                    rig.log,
                    new NodeController(
                            new NodeDesk(rig.log, rig.gate),
                            new NodeViews(registry),
                            rig.log,
                            rig.clock));

    @BeforeEach
    void aBusyNodeAndAQuietOne() {
        rig.apply(register(A, FOUR_CORES), register(B, FOUR_CORES));
        rig.apply(submit(1), assign(1, A), start(1));
        PeersRig.progress(registry, A, 1, new Progress(3, 10, "games"));
    }

    private JsonNode read(MvcTestResult answer, int status) {
        assertThat(answer).hasStatus(status);
        try {
            return Doors.JSON.readTree(answer.getResponse().getContentAsString());
        } catch (UnsupportedEncodingException e) {
            throw new AssertionError(e);
        }
    }

    private JsonNode get(String uri, int status) {
        return read(doors.get().uri(uri).exchange(), status);
    }

    private JsonNode post(String uri, String body, int status) {
        return read(
                doors.post()
                        .uri(uri)
                        .contentType(MediaType.APPLICATION_JSON)
                        .content(body)
                        .exchange(),
                status);
    }

    @Test
    void aNodeIsShownWithWhatItOffersAndWhatRunsOnIt() {
        JsonNode node = get("/nodes/a", 200);
        assertThat(node.get("presence").stringValue()).isEqualTo("present");
        assertThat(node.get("health").stringValue()).isEqualTo("healthy");
        assertThat(node.get("takes_work").booleanValue()).isTrue();
        assertThat(node.get("offered").get("cpu_milli").intValue()).isEqualTo(4_000);
        assertThat(node.get("free").get("cpu_milli").intValue()).isEqualTo(3_000);
        assertThat(node.get("heard").get("host").stringValue()).isEqualTo("host");
        JsonNode attempt = node.get("attempts").get(0);
        assertThat(attempt.get("job_id").stringValue()).isEqualTo(job(1).toString());
        assertThat(attempt.get("progress").get("done").intValue()).isEqualTo(3);
        assertThat(node.has("idle")).isFalse();
        JsonNode quiet = get("/nodes/b", 200);
        assertThat(quiet.get("health").stringValue()).isEqualTo("unhealthy");
        assertThat(quiet.get("idle").stringValue())
                .isEqualTo("it gets no new work: not heard since this leader leads");
        assertThat(get("/nodes/nobody", 404).get("code").stringValue()).isEqualTo("unknown_node");
        assertThat(get("/nodes/-x", 400).get("errors").get(0).get("field").stringValue())
                .isEqualTo("node_id");
    }

    @Test
    void nodesAreListedByHealthAndLabelInPages() {
        post("/nodes/a/cordon", "{\"reason\":\"x\"}", 200);
        put("{\"labels\":{\"zone\":\"west\"},\"reason\":\"moved\"}", 200);
        assertThat(get("/nodes", 200).get("nodes")).hasSize(2);
        assertThat(get("/nodes?health=healthy", 200).get("nodes")).hasSize(1);
        assertThat(get("/nodes?label=zone=west", 200).get("nodes")).hasSize(1);
        assertThat(get("/nodes?label=zone=east", 200).get("nodes")).isEmpty();
        JsonNode first = get("/nodes?limit=1", 200);
        assertThat(first.get("next_cursor").stringValue()).isEqualTo("a");
        assertThat(first.get("nodes").get(0).has("attempts")).isFalse();
        JsonNode second = get("/nodes?limit=1&cursor=a", 200);
        assertThat(second.get("nodes").get(0).get("node_id").stringValue()).isEqualTo("b");
        assertThat(second.has("next_cursor")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"health=fine,health", "limit=0,limit", "colour=red,colour", "label==x,label"})
    void aWrongParameterIsNamed(String query, String field) {
        assertThat(get("/nodes?" + query, 400).get("errors").get(0).get("field").stringValue())
                .isEqualTo(field);
    }

    @Test
    void aCordonSaysWhoAndWhyAndIsTakenBack() {
        JsonNode node = post("/nodes/a/cordon", "{\"reason\":\"the fan is loud\"}", 200);
        assertThat(node.get("cordon").get("reason").stringValue()).isEqualTo("the fan is loud");
        assertThat(node.get("cordon").get("by").stringValue()).isEqualTo("local");
        assertThat(node.get("takes_work").booleanValue()).isFalse();
        assertThat(post("/nodes/a/uncordon", "{\"reason\":\"quiet now\"}", 200).has("cordon"))
                .isFalse();
        assertThat(
                        post("/nodes/nobody/cordon", "{\"reason\":\"x\"}", 404)
                                .get("code")
                                .stringValue())
                .isEqualTo("unknown_node");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cordon   | {}                                       | reason",
                "uncordon | {\"reason\":\" \"}                       | reason",
                "retire   |                                          | reason",
                "drain    | {\"reason\":\"x\",\"mode\":\"burn\"}     | mode",
                "drain    | {\"reason\":\"x\",\"deadline_seconds\":-1} | deadline_seconds",
                "drain    | {\"reason\":\"x\",\"when\":1}            | when",
            })
    void whatIsMissingOrWrongIsNamed(String verb, String body, String field) {
        JsonNode problem = post("/nodes/a/" + verb, body == null ? "" : body, 400);
        assertThat(problem.get("errors").get(0).get("field").stringValue()).isEqualTo(field);
    }

    @Test
    void aDrainIsShownBeforeItIsDone() {
        String body = "{\"reason\":\"a new disk\",\"mode\":\"checkpoint\",\"deadline_seconds\":60}";
        long index = rig.log.picture().index();
        JsonNode preview = post("/nodes/a/drain?dry_run=true", body, 200);
        assertThat(preview.get("attempts").get(0).get("then").stringValue())
                .startsWith("is told to stop (TERM) and queued again");
        assertThat(rig.log.picture().index()).as("nothing was written").isEqualTo(index);
        JsonNode node = post("/nodes/a/drain", body, 200);
        assertThat(node.get("cordon").get("drain").get("mode").stringValue())
                .isEqualTo("checkpoint");
        assertThat(node.get("cordon").get("drain").get("done").booleanValue()).isFalse();
        assertThat(
                        post("/nodes/b/drain", "{\"reason\":\"x\"}", 200)
                                .get("cordon")
                                .get("drain")
                                .get("done")
                                .booleanValue())
                .isTrue();
    }

    @Test
    void aNodeAtWorkIsNotRetiredAndAQuietOneIs() {
        JsonNode problem = post("/nodes/a/retire", "{\"reason\":\"old\"}", 409);
        assertThat(problem.get("code").stringValue()).isEqualTo("node_holds_work");
        JsonNode node = post("/nodes/b/retire", "{\"reason\":\"old\"}", 200);
        assertThat(node.get("presence").stringValue()).isEqualTo("retired");
        assertThat(node.get("history").get(0).get("why").stringValue()).isEqualTo("local: old");
        rig.clock.advance(Duration.ofSeconds(1));
        post("/nodes/b/uncordon", "{\"reason\":\"needed\"}", 200);
        assertThat(rig.node(B).presence()).isEqualTo(Presence.PRESENT);
    }

    private JsonNode put(String body, int status) {
        return read(
                doors.put()
                        .uri("/nodes/a/labels")
                        .contentType(MediaType.APPLICATION_JSON)
                        .content(body)
                        .exchange(),
                status);
    }

    @Test
    void labelsAreSetAsAWhole() {
        JsonNode node = put("{\"labels\":{\"zone\":\"west\"},\"reason\":\"moved\"}", 200);
        assertThat(node.get("labels").get("zone").stringValue()).isEqualTo("west");
        assertThat(put("{\"labels\":{},\"reason\":\"none\"}", 200).get("labels")).isEmpty();
        assertThat(
                        put("{\"reason\":\"none\"}", 400)
                                .get("errors")
                                .get(0)
                                .get("field")
                                .stringValue())
                .isEqualTo("labels");
        put("{\"labels\":{\"a b\":\"x\"},\"reason\":\"y\"}", 400);
    }
}
