package io.ringrift.p2p.sync;

import static io.ringrift.p2p.sync.DataRig.GB;
import static io.ringrift.p2p.sync.DataRig.file;
import static io.ringrift.p2p.sync.DataRig.games;
import static io.ringrift.p2p.sync.DataRig.model;
import static io.ringrift.p2p.sync.DataRig.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.Settings;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.Needs;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.peers.PeersRig;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

class SyncPlannerTest {

    private static final SyncPolicy DEFAULT =
            Settings.bind("ringrift.p2p.data", SyncProperties.class, Map.of()).policy();

    private final DataRig data = new DataRig();
    private final SyncPlanner planner = data.planner(DEFAULT);

    private void round() {
        planner.round(data.epoch);
    }

    @Test
    void aModelGoesToEveryNodeThatPlaysItsConfig() {
        data.with("a", "b", "c", "d", "e")
                .has("a", model("hex8/1.pt"))
                .has("b", model("hex8/1.pt"));
        data.runs("c", JobType.SELFPLAY, "hex8")
                .runs("d", JobType.SELFPLAY, "hex6")
                .runs("e", JobType.SELFPLAY, "hex8");
        round();
        assertThat(data.words()).containsExactly("c<-hex8/1.pt", "e<-hex8/1.pt");
        round();
        assertThat(data.syncs()).as("what is under way is not sent twice").hasSize(2);
    }

    @Test
    void syncJobsReserveNothing() {
        data.with("a", "b").has("a", model("hex8/1.pt"));
        round();
        assertThat(data.syncs().getFirst().spec().resources().cpuMilli()).isZero();
        assertThat(data.syncs().getFirst().spec().priority()).isEqualTo(70);
    }

    @Test
    void modelsHaveASecondCopyWhereMostSpaceIs() {
        data.with("a", "b", "c").has("a", model("hex8/1.pt"));
        PeersRig.heard(data.peers, node("c"), DataRig.url("c"), 200 * GB);
        round();
        assertThat(data.words()).containsExactly("c<-hex8/1.pt");
        data.start(data.syncs().getFirst());
        PeersRig.heard(data.peers, node("c"), DataRig.url("c"), 50 * GB);
        round();
        assertThat(data.syncs()).as("one is on its way already").hasSize(1);
    }

    @Test
    void gamesGoToTrainersAndToLabelledNodesRarestFirst() {
        data.with("a", "b", "t").labelled("z", "role=training");
        data.has("a", games("hex8/1.jsonl"), games("hex8/2.jsonl")).has("b", games("hex8/1.jsonl"));
        data.runs("t", JobType.TRAINING, "hex8");
        round();
        assertThat(data.words())
                .containsExactly("t<-hex8/2.jsonl,hex8/1.jsonl", "z<-hex8/2.jsonl,hex8/1.jsonl");
    }

    @Test
    void onlyTheNewestModelsMove() {
        data.with("a", "b");
        data.has(
                "a",
                IntStream.range(0, 8)
                        .mapToObj(i -> file("models", "hex8/" + i + ".pt", 1, 0, i))
                        .toArray(DataFile[]::new));
        round();
        assertThat(data.words())
                .containsExactly("b<-hex8/7.pt,hex8/6.pt,hex8/5.pt,hex8/4.pt,hex8/3.pt");
    }

    @Test
    void aJobCarriesAHundredFilesAndANodeRunsTwo() {
        data.with("a").labelled("z", "role=training");
        data.has(
                "a",
                IntStream.range(0, 350)
                        .mapToObj(i -> file("games", "hex8/" + i, 1, 1, i))
                        .toArray(DataFile[]::new));
        round();
        round();
        assertThat(data.syncs())
                .extracting(
                        job -> SyncOrder.read(job.spec().metadata()).orElseThrow().files().size())
                .containsExactly(100, 100);
    }

    @Test
    void whatWouldFillADiskDoesNotMove() {
        data.with("a", "b").has("a", file("models", "hex8/1.pt", 99 * GB, 0, 0));
        round();
        assertThat(data.syncs()).isEmpty();
        data.has("a", file("models", "hex8/2.pt", 97 * GB, 0, 1));
        round();
        assertThat(data.words()).containsExactly("b<-hex8/2.pt");
    }

    @Test
    void whatIsOnItsWayCountsAsIfItHadArrived() {
        data.with("a", "b").has("a", file("models", "hex8/1.pt", 60 * GB, 0, 0));
        round();
        data.has("a", file("models", "hex8/2.pt", 60 * GB, 0, 1));
        round();
        assertThat(data.words()).containsExactly("b<-hex8/1.pt");
    }

    @Test
    void readersOfOneFileGrowWithItsSources() {
        data.with("a");
        data.has("a", games("hex8/1"));
        for (int i = 0; i < 20; i++) {
            data.labelled("t" + i, "role=training");
        }
        round();
        assertThat(data.syncs()).hasSize(4);
        for (Job job : data.syncs()) {
            data.complete(job);
            data.has(String.valueOf(job.spec().pinnedNode()), games("hex8/1"));
        }
        round();
        assertThat(data.syncs()).as("five have it now, and the rest may read").hasSize(16);
    }

    @Test
    void theClusterRunsOnlySoMany() {
        SyncPlanner small = data.planner(new SyncPolicy(true, DEFAULT.rules(), 2, 3, 4, 0, 0, 0));
        data.with("a", "b", "c", "d", "e");
        for (String name : new String[] {"b", "c", "d", "e"}) {
            data.runs(name, JobType.SELFPLAY, "hex8");
        }
        data.has("a", model("hex8/1.pt"));
        small.round(data.epoch);
        assertThat(data.syncs()).hasSize(3);
    }

    @Test
    void whatHasFailedRestsForLongerEachTime() {
        data.with("a", "b").has("a", model("hex8/1.pt"));
        round();
        data.fail(data.syncs().getFirst());
        round();
        assertThat(data.syncs()).isEmpty();
        data.pass(Duration.ofSeconds(31), "a", "b");
        round();
        assertThat(data.syncs()).hasSize(1);
        data.fail(data.syncs().getFirst());
        round();
        data.pass(Duration.ofSeconds(31), "a", "b");
        round();
        assertThat(data.syncs()).isEmpty();
        data.pass(Duration.ofSeconds(30), "a", "b");
        round();
        assertThat(data.syncs()).hasSize(1);
    }

    @Test
    void anotherNodeGetsTheCopyThatOneCannotTake() {
        data.with("a", "b", "c").has("a", model("hex8/1.pt"));
        round();
        assertThat(data.words()).containsExactly("b<-hex8/1.pt");
        data.fail(data.syncs().getFirst());
        round();
        assertThat(data.words()).containsExactly("c<-hex8/1.pt");
    }

    @Test
    void whoeverCancelsIsNotAskedAgainAtOnce() {
        data.with("a", "b").has("a", model("hex8/1.pt"));
        round();
        data.rig.apply(
                new Command.CancelJob(data.rig.clock.instant(), data.syncs().getFirst().id()));
        data.pass(Duration.ofMinutes(9), "a", "b");
        round();
        data.pass(Duration.ofMinutes(9), "a", "b");
        round();
        assertThat(data.syncs()).isEmpty();
        data.pass(Duration.ofMinutes(2), "a", "b");
        round();
        assertThat(data.syncs()).hasSize(1);
    }

    @Test
    void whatHasArrivedIsNotSentAgainBeforeTheNodeCouldSayThatItHasIt() {
        data.with("a", "b").has("a", model("hex8/1.pt"));
        round();
        data.complete(data.syncs().getFirst());
        round();
        data.pass(Duration.ofSeconds(59), "a", "b");
        round();
        assertThat(data.syncs()).isEmpty();
        data.pass(Duration.ofSeconds(2), "a", "b");
        round();
        assertThat(data.syncs()).as("a job that brings nothing has failed").isEmpty();
        data.pass(Duration.ofSeconds(31), "a", "b");
        round();
        assertThat(data.syncs()).hasSize(1);
    }

    @Test
    void nothingGoesToASilentOrAClosedNodeNorComesFromOne() {
        data.with("a", "b").has("a", model("hex8/1.pt"));
        data.pass(Duration.ofMinutes(5), "a");
        round();
        assertThat(data.syncs()).as("b is silent").isEmpty();
        data.pass(Duration.ofMinutes(5), "b");
        round();
        assertThat(data.syncs()).as("a is silent").isEmpty();
    }

    @Test
    void switchedOffItMovesNothing() {
        data.with("a", "b").has("a", model("hex8/1.pt"));
        data.planner(new SyncPolicy(false, DEFAULT.rules(), 2, 3, 4, 0, 0, 0)).round(data.epoch);
        assertThat(data.syncs()).isEmpty();
    }

    @Test
    void aWaitingTrainingGetsExactlyTheFilesThatItLacksAndThenStarts() {
        data.with("a", "b", "t");
        data.has("a", games("hex8/1"), games("hex6/1")).has("b", games("hex8/2"));
        data.has("t", games("hex8/3"));
        JobId training =
                data.needs(
                        1, "t", new Needs("hex8", List.of(DataKind.GAMES), 1_000, null, List.of()));
        assertThat(data.assign(training, "t")).isEqualTo("not_suitable");
        round();
        assertThat(data.words()).containsExactly("t<-hex8/1,hex8/2");
        assertThat(data.syncs().getFirst().spec().priority()).isEqualTo(80);
        data.has("t", games("hex8/1"));
        assertThat(data.assign(training, "t")).isEqualTo("not_suitable");
        data.has("t", games("hex8/2"));
        assertThat(data.assign(training, "t")).isEqualTo("accepted");
    }

    @Test
    void aNodeIsPreparedThatHasMostOfItAlready() {
        data.with("a", "b", "c");
        data.has("a", games("hex8/1")).has("b", games("hex8/1"), games("hex8/2"));
        data.has("c", games("hex8/3"));
        JobId _ =
                data.needs(
                        1,
                        null,
                        new Needs("hex8", List.of(DataKind.GAMES), 1_000, null, List.of()));
        round();
        assertThat(data.words()).containsExactly("b<-hex8/3");
    }

    @Test
    void nothingMovesForAJobThatCouldStart() {
        data.with("a", "b").has("a", games("hex8/1"), games("hex8/2")).has("b", games("hex8/1"));
        JobId _ = data.needs(1, null, Needs.of(List.of(games("hex8/2").key().sha256())));
        round();
        assertThat(data.syncs()).isEmpty();
    }

    @Test
    void aModelThatNobodyHasIsWaitedFor() {
        data.with("a", "b");
        DataFile later = file("models", "hex8/9.pt", 1, 0, 0);
        JobId _ = data.needs(1, "b", Needs.of(List.of(later.key().sha256())));
        round();
        assertThat(data.syncs()).isEmpty();
        data.has("a", later);
        round();
        assertThat(data.words()).containsExactly("b<-hex8/9.pt");
    }

    private static DataFile[] many(String prefix, long size, int second) {
        return IntStream.range(0, 450)
                .mapToObj(i -> file("games", "hex8/" + prefix + i, size, 1, second))
                .toArray(DataFile[]::new);
    }

    @Test
    void filesOfALostNodeDoNotCrowdOutOthers() {
        data.with("a", "b").has("a", many("lost", 1, 9)).has("b", games("hex8/1"));
        data.labelled("t", "role=training");
        data.pass(Duration.ofMinutes(5), "b", "t");
        round();
        assertThat(data.words()).containsExactly("t<-hex8/1");
    }

    @Test
    void filesThatDoNotFitDoNotCrowdOutOthers() {
        data.with("a").has("a", many("large", 101 * GB, 9)).has("a", games("hex8/1"));
        data.labelled("t", "role=training");
        round();
        assertThat(data.words()).containsExactly("t<-hex8/1");
    }

    @Test
    void filesThatRestDoNotCrowdOutOthers() {
        data.with("a").has("a", many("bad", 1, 9)).has("a", games("hex8/1"));
        data.labelled("t", "role=training");
        for (int i = 0; i < 5; i++) {
            round();
            data.syncs().forEach(data::fail);
        }
        round();
        assertThat(data.rig.log.picture().state().finished()).hasSize(5);
        assertThat(data.rig.log.picture().state().finished().values())
                .anySatisfy(job -> assertThat(DataRig.words(job.spec())).contains("hex8/1"));
    }
}
