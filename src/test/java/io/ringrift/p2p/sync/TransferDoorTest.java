package io.ringrift.p2p.sync;

import static io.ringrift.p2p.sync.DataRig.games;
import static io.ringrift.p2p.sync.DataRig.model;
import static io.ringrift.p2p.sync.DataRig.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.Settings;
import io.ringrift.p2p.TestClock;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.peers.PeersRig;
import io.ringrift.p2p.web.Doors;

import org.assertj.core.api.ObjectArrayAssert;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class TransferDoorTest {

    private static final SyncPolicy POLICY =
            Settings.bind("ringrift.p2p.data", SyncProperties.class, Map.of()).policy();

    private final DataRig data = new DataRig();
    private final MockMvcTester doors =
            Doors.reading(
                    data.rig.log,
                    new TransferController(
                            new TransferDesk(
                                    data.peers,
                                    (method, server, key) ->
                                            Optional.of(method + " " + server + " " + key.path()),
                                    POLICY,
                                    data.rig.clock)));

    private MvcTestResult get(String path) {
        return doors.get().uri(path).exchange();
    }

    private Job planned() {
        data.planner(POLICY).round(data.epoch);
        return data.syncs().getFirst();
    }

    @Test
    void tellsAJobWhereItsFilesAreWithATicketForEachDoor() {
        data.with("a", "b", "c").undialled("n");
        data.has("a", model("hex8/1.pt")).has("n", model("hex8/1.pt"));
        data.runs("c", JobType.SELFPLAY, "hex8");
        Job job = planned();
        assertThat(get("/data/transfers/" + job.id()))
                .hasStatusOk()
                .bodyJson()
                .isStrictlyEqualTo(
                        """
                        {"files":[{"file":{"key":{"kind":"models","path":"hex8/1.pt",
                            "sha256":"%s"},
                          "config_key":"hex8","size":1073741824,"games":0,
                          "producer":{"node":"maker","attempt":0},"at":"%s"},
                         "from":[{"node":"a","url":"http://a:8770","ticket":"GET a hex8/1.pt"}]}],
                         "bytes_per_second":0}\
                        """
                                .formatted(model("hex8/1.pt").key().sha256(), TestClock.START));
        data.has("c", model("hex8/1.pt"));
        assertThat(get("/data/transfers/" + job.id()))
                .bodyJson()
                .extractingPath("$.files")
                .asArray()
                .as("it has arrived")
                .isEmpty();
    }

    @Test
    void sourcesThatAreBusyComeLast() {
        data.with("a", "b", "t");
        data.has("a", games("hex8/1"), games("hex6/1")).has("b", games("hex8/1"));
        data.labelled("z", "role=training");
        data.runs("t", JobType.TRAINING, "hex6");
        data.planner(POLICY).round(data.epoch);
        Job job =
                data.syncs().stream()
                        .filter(one -> one.spec().configKey().equals("hex8"))
                        .findFirst()
                        .orElseThrow();
        assertThat(get("/data/transfers/" + job.id()))
                .bodyJson()
                .extractingPath("$.files[0].from[0].node")
                .isEqualTo("b");
    }

    /** The holders that a node in zone x is told of, in order. */
    private ObjectArrayAssert<Object> assertSources(String... inZoneX) {
        data.with("a", "b", "c", "d", "t").label("t", "zone=x").label("d", "zone=y");
        for (String name : inZoneX) {
            data.label(name, "zone=x");
        }
        for (String name : new String[] {"a", "b", "c", "d"}) {
            data.has(name, games("hex8/1"), games("hex6/1"));
        }
        Job job = data.ordered("t", new SyncOrder(List.of(games("hex8/1").key()), null));
        // a is busy.
        data.ordered("a", new SyncOrder(List.of(games("hex6/1").key()), node("t")));
        return assertThat(get("/data/transfers/" + job.id()))
                .bodyJson()
                .extractingPath("$.files[0].from[*].node")
                .asArray();
    }

    @Test
    void sourcesInTheSameZoneComeFirstAndThenTheLeastBusy() {
        assertSources("a").hasSize(4).startsWith("a");
    }

    @Test
    void twoSourcesInTheSameZoneAreEnough() {
        assertSources("a", "c").as("a has more to do").containsExactly("c", "a");
    }

    @Test
    void withoutZonesTheBusyOneComesLast() {
        assertSources().hasSize(4).endsWith("a");
    }

    @Test
    void tellsAPushWhereToGo() {
        data.undialled("a").with("b").has("a", model("hex8/1.pt"));
        Job job = data.ordered("a", new SyncOrder(List.of(model("hex8/1.pt").key()), node("b")));
        MvcTestResult answer = get("/data/transfers/" + job.id());
        assertThat(answer).bodyJson().extractingPath("$.files[0].from").asArray().isEmpty();
        assertThat(answer)
                .bodyJson()
                .extractingPath("$.files[0].to")
                .isEqualTo(
                        Map.of(
                                "node", "b",
                                "url", "http://b:8770",
                                "ticket", "PUT b hex8/1.pt"));
        data.pass(Duration.ofMinutes(5), "a");
        assertThat(get("/data/transfers/" + job.id()))
                .hasStatus(503)
                .bodyJson()
                .extractingPath("$.code")
                .isEqualTo("receiver_away");
    }

    @Test
    void showsWhatMoves() {
        data.with("a", "b").has("a", model("hex8/1.pt"));
        Job job = planned();
        assertThat(get("/data/transfers"))
                .hasStatusOk()
                .bodyJson()
                .isStrictlyEqualTo(
                        """
                        {"transfers":[{"job_id":"%s","status":"pending","config_key":"hex8",
                          "priority":70,"node_id":"b","to":"b","files":1,"bytes":1073741824}]}\
                        """
                                .formatted(job.id()));
        data.complete(job);
        assertThat(get("/data/transfers"))
                .bodyJson()
                .extractingPath("$.transfers")
                .asArray()
                .isEmpty();
        assertThat(get("/data/transfers/" + job.id())).hasStatus(409);
    }

    @Test
    void showsWhoMovesItAndWhoGetsIt() {
        data.undialled("a").with("b").has("a", model("hex8/1.pt"));
        Job job = planned();
        assertThat(job.spec().pinnedNode()).isEqualTo(node("a"));
        MvcTestResult answer = get("/data/transfers");
        assertThat(answer).bodyJson().extractingPath("$.transfers[0].node_id").isEqualTo("a");
        assertThat(answer).bodyJson().extractingPath("$.transfers[0].to").isEqualTo("b");
    }

    @Test
    void showsHowFastItMoves() {
        data.with("a", "b").has("a", model("hex8/1.pt"));
        Job job = planned();
        data.start(job);
        data.rig.clock.advance(Duration.ofSeconds(2));
        PeersRig.progressOf(data.peers, node("b"), job.id(), 5_000, 1_073_741_824L);
        MvcTestResult answer = get("/data/transfers");
        assertThat(answer)
                .bodyJson()
                .extractingPath("$.transfers[0].progress.done")
                .isEqualTo(5_000);
        assertThat(answer)
                .bodyJson()
                .extractingPath("$.transfers[0].bytes_per_second")
                .isEqualTo(2_500);
    }

    @Test
    void otherJobsMoveNothing() {
        data.with("a").runs("a", JobType.SELFPLAY, "hex8");
        String selfplay = data.rig.log.picture().state().open().firstKey().toString();
        assertThat(get("/data/transfers/" + selfplay)).hasStatus(404);
        assertThat(get("/data/transfers/nonsense"))
                .hasStatus(404)
                .bodyJson()
                .extractingPath("$.code")
                .isEqualTo("no_transfer");
    }
}
