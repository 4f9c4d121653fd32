package io.ringrift.p2p.jobs;

import static io.ringrift.p2p.Nouns.A;
import static io.ringrift.p2p.Nouns.B;
import static io.ringrift.p2p.Nouns.CORE;
import static io.ringrift.p2p.Nouns.FOUR_CORES;
import static io.ringrift.p2p.Nouns.assign;
import static io.ringrift.p2p.Nouns.job;
import static io.ringrift.p2p.Nouns.register;
import static io.ringrift.p2p.Nouns.spec;
import static io.ringrift.p2p.Nouns.start;
import static io.ringrift.p2p.Nouns.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.Nouns;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.House;
import io.ringrift.p2p.engine.RulesVersion;
import io.ringrift.p2p.jobs.placement.PlacementPolicy;
import io.ringrift.p2p.leadership.LeadershipRig;
import io.ringrift.p2p.model.GpuTable;
import io.ringrift.p2p.model.LoadLimit;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.peers.PeerRegistry;
import io.ringrift.p2p.peers.PeersRig;
import io.ringrift.p2p.web.Doors;

import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import java.util.List;
import java.util.stream.IntStream;

class ExplainDoorTest {

    private final LeadershipRig rig = LeadershipRig.leading();
    private final PeerRegistry peers = PeersRig.registry(rig.clock);
    private final MockMvcTester doors =
            Doors.reading(
                    rig.log,
                    new ExplainController(
                            new JobRequestReader(
                                    _ -> Nouns.CORE, GpuTable.DEFAULT, Splitting.NEVER),
                            rig.log,
                            new NodeConditions(peers, GpuTable.DEFAULT, LoadLimit.DEFAULT),
                            PlacementPolicy.DEFAULT,
                            rig.clock));

    private MvcTestResult explain(int number) {
        return doors.get().uri("/jobs/" + job(number) + "/explain").exchange();
    }

    private MvcTestResult plan(String body) {
        return doors.post()
                .uri("/jobs:plan")
                .contentType(MediaType.APPLICATION_JSON)
                .content(body.replace('\'', '"'))
                .exchange();
    }

    @Test
    void saysPerNodeWhyAndWhatWouldHelp() {
        rig.apply(register(A, FOUR_CORES), register(B, CORE));
        PeersRig.heard(peers, A);
        rig.apply(submit(1, spec(50, FOUR_CORES.plus(CORE), null)), submit(2));
        MvcTestResult answer = explain(1);
        assertThat(answer).hasStatusOk();
        assertThat(answer)
                .bodyJson()
                .isStrictlyEqualTo(
                        """
                        {"job_id":"%s","status":"pending","verdict":"waits",
                         "summary":"None of 2 nodes takes it now, with 0 jobs served before it.",
                         "queue_position":1,"queue_length":2,
                         "reasons":{"offline":1,"cpus":1},
                         "nodes":[
                          {"node_id":"a","code":"cpus","message":"needs 5 cores, has 4","drift":1.0},
                          {"node_id":"b","code":"offline",
                           "message":"not heard since this leader began","drift":1.0}],
                         "nodes_total":2,
                         "suggestions":[{"change":"fewer_cpus","field":"resources.cpus",
                          "value":3.0,"message":"Ask for at most 3 cores."}]}\
                        """
                                .formatted(job(1)));
    }

    @Test
    void saysWhereAJobGoes() {
        rig.apply(register(A, FOUR_CORES), submit(1));
        PeersRig.heard(peers, A);
        assertThat(explain(1)).bodyJson().extractingPath("$.verdict").isEqualTo("starts");
        assertThat(explain(1)).bodyJson().extractingPath("$.node_id").isEqualTo("a");
        assertThat(explain(1)).bodyJson().extractingPath("$.nodes[0].score.speed").isEqualTo(0.1);
    }

    @Test
    void saysThatAJobRunsOrIsUnknown() {
        rig.apply(register(A, FOUR_CORES), submit(1), assign(1, A), start(1));
        assertThat(explain(1)).bodyJson().extractingPath("$.verdict").isEqualTo("not_queued");
        assertThat(explain(1)).bodyJson().extractingPath("$.summary").isEqualTo("It runs on a.");
        assertThat(explain(9)).hasStatus(404);
    }

    @Test
    void plansAJobThatNobodySubmitted() {
        rig.apply(register(A, FOUR_CORES));
        PeersRig.heard(peers, A);
        long index = rig.log.picture().index();
        assertThat(plan("{'job_type':'selfplay','config_key':'x'}"))
                .bodyJson()
                .extractingPath("$.verdict")
                .isEqualTo("starts");
        MvcTestResult gpu =
                plan(
                        "{'job_type':'selfplay','config_key':'x',"
                                + "'resources':{'gpu_models':['H100']}}");
        assertThat(gpu).bodyJson().extractingPath("$.reasons.gpu_model").isEqualTo(1);
        assertThat(gpu).bodyJson().doesNotHavePath("$.job_id");
        assertThat(plan("{'job_type':'chess'}")).hasStatus(400);
        assertThat(rig.log.picture().index()).as("nothing is written").isEqualTo(index);
    }

    @Test
    void namesTheFilesThatAreMissing() {
        for (int version = 2; version <= RulesVersion.DATA; version++) {
            rig.apply(new Command.RaiseRulesVersion(rig.clock.instant(), rig.epoch(), version));
        }
        rig.apply(register(A, FOUR_CORES), register(B, FOUR_CORES));
        PeersRig.heard(peers, A);
        PeersRig.heard(peers, B);
        String body =
                """
                {'job_type':'training','config_key':'hex5_2p','node_id':'a',
                 'needs':{'config_key':'hex5_2p','kinds':['models'],'coverage':%s}}\
                """;
        assertThat(plan(body.formatted("1")))
                .bodyJson()
                .extractingPath("$.nodes[0].message")
                .isEqualTo("no node has such files");
        DataFile[] files =
                IntStream.range(0, 5)
                        .mapToObj(i -> House.file("m" + i, i))
                        .toArray(DataFile[]::new);
        rig.apply(manifest(A, files[0]), manifest(B, files));
        MvcTestResult answer = plan(body.formatted("1"));
        assertThat(answer).bodyJson().extractingPath("$.nodes[0].code").isEqualTo("data_missing");
        assertThat(answer)
                .bodyJson()
                .extractingPath("$.nodes[0].message")
                .isEqualTo(
                        "lacks 4 of 5 files, 0 MB: models/hex5_2p/m1, models/hex5_2p/m2,"
                                + " models/hex5_2p/m3 and 1 more");
        assertThat(plan(body.formatted("0.2")))
                .as("it has enough")
                .bodyJson()
                .extractingPath("$.verdict")
                .isEqualTo("starts");
    }

    private Command manifest(NodeId node, DataFile... files) {
        return new Command.RecordManifest(
                rig.clock.instant(),
                rig.epoch(),
                node,
                Nouns.incarnation(1),
                0,
                1,
                List.of(files),
                List.of());
    }
}
