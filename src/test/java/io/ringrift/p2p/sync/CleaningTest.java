package io.ringrift.p2p.sync;

import static io.ringrift.p2p.sync.DataRig.GB;
import static io.ringrift.p2p.sync.DataRig.file;
import static io.ringrift.p2p.sync.DataRig.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ringrift.p2p.Settings;
import io.ringrift.p2p.engine.DataOrder;
import io.ringrift.p2p.engine.NodeStatus.Mandate;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.web.Doors;

import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What the rules let go, what stays though it is old, and what people see of it. */
class CleaningTest {

    private final DataRig data = new DataRig().with("a", "b", "c");
    private SyncPolicy policy = policy(Map.of());

    private static SyncPolicy policy(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>();
        all.put("RINGRIFT_P2P_DATA_POLICIES_GAMES_TO", "trainers");
        settings.forEach((key, value) -> all.put("RINGRIFT_P2P_DATA_POLICIES_" + key, value));
        return Settings.bind("ringrift.p2p.data", SyncProperties.class, all).policy();
    }

    private void keeps(String... settings) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        policy = policy(all);
    }

    private Cleaner cleaner(boolean enabled) {
        return new Cleaner(
                data.rig.log, data.rig.gate, policy, enabled, data.rig.clock, data.meters);
    }

    private List<String> goes() {
        return cleaner(true).plan(data.rig.log.picture().state()).releases().stream()
                .map(one -> one.node() + ":" + one.file().key().path().value())
                .toList();
    }

    private CleaningPlan plan() {
        return cleaner(true).plan(data.rig.log.picture().state());
    }

    /** Files of one config, each a second newer than the one before. */
    private static DataFile[] series(String kind, String config, int count, long size, int games) {
        return IntStream.range(0, count)
                .mapToObj(i -> file(kind, config + "/" + i + ".bin", size, games, i))
                .toArray(DataFile[]::new);
    }

    private List<DataKey> leaving(String name) {
        return List.copyOf(
                data.rig.log.picture().state().catalogue().keeping().leaving(node(name)));
    }

    @Test
    void withoutARuleEverythingStays() {
        data.has("a", series("games", "hex8", 10, 100, 10));
        assertThat(policy.keepsAll()).isTrue();
        assertThat(goes()).isEmpty();
        cleaner(true).round(data.epoch);
        assertThat(leaving("a")).isEmpty();
    }

    @Test
    void theNewestOfEachConfigStay() {
        keeps("MODELS_KEEP_NEWEST", "2", "MODELS_NEWEST", "2");
        data.has("a", series("models", "hex8", 4, 100, 0))
                .has("b", series("models", "hex6", 3, 100, 0));
        data.has("c", series("games", "hex8", 9, 100, 10));
        assertThat(goes()).containsExactly("b:hex6/0.bin", "a:hex8/0.bin", "a:hex8/1.bin");
    }

    @Test
    void theNewestStayThatHoldSoManyGames() {
        keeps("GAMES_KEEP_GAMES", "25");
        data.has("a", series("games", "hex8", 6, 100, 10));
        assertThat(goes())
                .as("3 x 10 games are needed for 25")
                .containsExactly("a:hex8/0.bin", "a:hex8/1.bin", "a:hex8/2.bin");
    }

    @Test
    void aFileGoesWhenItIsPastEveryLimitThatIsSet() {
        keeps("GAMES_KEEP_FOR", "1h", "GAMES_KEEP_NEWEST", "2");
        data.has("a", series("games", "hex8", 4, 100, 10));
        assertThat(goes()).as("too young").isEmpty();
        data.rig.clock.advance(Duration.ofHours(1).plusSeconds(2));
        assertThat(goes()).containsExactly("a:hex8/0.bin", "a:hex8/1.bin");
        data.rig.clock.advance(Duration.ofDays(1));
        assertThat(goes()).as("two stay for ever").hasSize(2);
    }

    @Test
    void whatIsPastMovesNoMore() {
        keeps("GAMES_KEEP_NEWEST", "1");
        data.has("a", series("games", "hex8", 3, 100, 10)).runs("b", JobType.TRAINING, "hex8");
        data.planner(policy).round(data.epoch);
        assertThat(data.words()).containsExactly("b<-hex8/2.bin");
    }

    @Test
    void whatIsLetGoIsNotSentBackToItsNode() {
        data.has("a", series("games", "hex8", 1, 100, 10))
                .has("b", series("games", "hex8", 1, 100, 10))
                .runs("b", JobType.TRAINING, "hex8");
        keeps("GAMES_QUOTA", "50B");
        cleaner(true).round(data.epoch);
        assertThat(leaving("a")).as("one copy is enough").hasSize(1);
        assertThat(leaving("b")).isEmpty();
        data.runs("a", JobType.TRAINING, "hex8");
        keeps();
        data.planner(policy).round(data.epoch);
        assertThat(data.words()).as("it has not deleted it yet").isEmpty();
    }

    @Test
    void aQuotaTakesTheOldestThatOthersKeep() {
        keeps("GAMES_QUOTA", "250B");
        DataFile[] files = series("games", "hex8", 5, 100, 10);
        data.has("a", files).has("b", files[0], files[2], files[4]);
        assertThat(goes()).containsExactly("a:hex8/0.bin", "a:hex8/2.bin", "a:hex8/4.bin");
        assertThat(plan().overQuota())
                .as("what a gives up b must keep")
                .extracting(CleaningPlan.OverQuota::nodeId, CleaningPlan.OverQuota::bytes)
                .containsExactly(tuple(node("b"), 300L));
        assertThat(plan().staying())
                .containsEntry(CleaningPlan.Stays.FEW_COPIES, new CleaningPlan.Sum(5, 500));
    }

    @Test
    void aNodeAtItsQuotaGetsOnlyWhatIsNewerThanWhatItCanGiveUp() {
        keeps("GAMES_QUOTA", "200B");
        DataFile[] files = series("games", "hex8", 6, 100, 10);
        data.has("a", files).runs("b", JobType.TRAINING, "hex8");
        data.planner(policy).round(data.epoch);
        assertThat(data.words())
                .as("the newest that fit")
                .containsExactly("b<-hex8/5.bin,hex8/4.bin");
        data.arrive(data.syncs().getFirst());
        data.pass(Duration.ofSeconds(61), "a", "b", "c");
        data.planner(policy).round(data.epoch);
        assertThat(data.syncs()).as("older ones would have to go again").isEmpty();
        data.has("c", file("games", "hex8/new.bin", 100, 10, 60));
        data.planner(policy).round(data.epoch);
        assertThat(data.words()).containsExactly("b<-hex8/new.bin");
    }

    @Test
    void whatMovesOrIsPinnedStaysAndIsSaidSo() {
        keeps("GAMES_KEEP_NEWEST", "1");
        DataFile[] files = series("games", "hex8", 4, 100, 10);
        data.has("a", files);
        data.ordered("b", new SyncOrder(List.of(files[0].key()), null));
        data.rig.apply(
                new DataOrder.PinData(
                        data.rig.clock.instant(),
                        new Mandate("ann", "the paper"),
                        files[1].key().sha256()));
        assertThat(goes()).containsExactly("a:hex8/2.bin");
        assertThat(plan().staying())
                .containsOnlyKeys(CleaningPlan.Stays.MOVING, CleaningPlan.Stays.PINNED);
    }

    private MockMvcTester doors(boolean enabled) {
        return Doors.reading(
                data.rig.log,
                new KeepingController(
                        cleaner(enabled),
                        policy,
                        data.rig.log,
                        data.rig.gate,
                        data.rig.leadership,
                        data.rig.clock),
                new DataController(data.planner(policy), data.rig.clock));
    }

    @Test
    void aDryRunSaysWhatWouldGoAndDoesNothing() {
        keeps("GAMES_KEEP_NEWEST", "1");
        data.has("a", series("games", "hex8", 4, 100, 10));
        MockMvcTester doors = doors(false);
        assertThat(doors.get().uri("/data/cleaning?limit=2"))
                .hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo(
                        """
                        {"enabled":false,"rules":{"games":{"keep_newest":1}},"files":3,"bytes":300,
                         "nodes":[{"node_id":"a","rule":"retention","files":3,"bytes":300}],
                         "first":[{"node_id":"a","bytes":100},{"node_id":"a","bytes":100}]}\
                        """);
        cleaner(false).round(data.epoch);
        assertThat(leaving("a")).isEmpty();
        assertThat(doors.post().uri("/data/cleaning"))
                .hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo("{\"files\":3}");
        assertThat(leaving("a")).hasSize(3);
        assertThat(doors.get().uri("/data/cleaning"))
                .bodyJson()
                .isLenientlyEqualTo("{\"files\":0,\"leaving\":{\"a\":3}}");
    }

    @Test
    void contentsArePinnedByTheirDigestWithAReason() {
        DataFile[] files = series("games", "hex8", 1, 100, 10);
        data.has("a", files);
        MockMvcTester doors = doors(true);
        String door = "/data/pins/" + files[0].key().sha256();
        assertThat(doors.put().uri(door)).hasStatus(HttpStatus.BAD_REQUEST);
        assertThat(put(doors, door)).hasStatusOk();
        assertThat(doors.get().uri("/data/pins"))
                .bodyJson()
                .isLenientlyEqualTo(
                        """
                        {"pins":[{"sha256":"%s","by":"local","reason":"the paper"}]}\
                        """
                                .formatted(files[0].key().sha256()));
        assertThat(put(doors, "/data/pins/" + "0".repeat(64))).hasStatus(HttpStatus.NOT_FOUND);
        assertThat(put(doors, "/data/pins/zz")).hasStatus(HttpStatus.BAD_REQUEST);
        assertThat(doors.delete().uri(door)).hasStatus(HttpStatus.BAD_REQUEST);
        assertThat(doors.delete().uri(door + "?reason=printed")).hasStatusOk();
        assertThat(doors.delete().uri(door + "?reason=printed")).hasStatus(HttpStatus.NOT_FOUND);
    }

    private static MvcTestResult put(MockMvcTester doors, String door) {
        return doors.put()
                .uri(door)
                .contentType(MediaType.APPLICATION_JSON)
                .content("{\"reason\":\"the paper\"}")
                .exchange();
    }

    @Test
    void thePlanSaysWhatWaitsAndWhy() {
        data.has("a", file("games", "hex8/big.bin", 200 * GB, 10, 1))
                .has("a", file("games", "hex8/small.bin", 100, 10, 2))
                .runs("b", JobType.TRAINING, "hex8");
        assertThat(doors(true).get().uri("/data/plan"))
                .hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo(
                        """
                        {"enabled":true,"underway":0,"wanted":2,
                         "next":[{"node_id":"b","files":1}],
                         "held_back":{"no_space":1},
                         "first":[{"node_id":"b","file":{"path":"hex8/big.bin"},
                                   "reason":"no_space"}]}\
                        """);
    }
}
