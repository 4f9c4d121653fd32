package io.ringrift.p2p.peers;

import static io.ringrift.p2p.Nouns.A;
import static io.ringrift.p2p.Nouns.FOUR_CORES;
import static io.ringrift.p2p.Nouns.incarnation;
import static io.ringrift.p2p.Nouns.register;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.House;
import io.ringrift.p2p.leadership.LeadershipRig;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.wire.ManifestChange;
import io.ringrift.p2p.web.Doors;

import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import java.util.Collections;
import java.util.List;

class ManifestDoorTest {

    private static final DataFile FILE = House.file("m.bin", 1);

    private final LeadershipRig rig = LeadershipRig.leading();
    private final MockMvcTester doors =
            Doors.of(
                    new ManifestController(
                            new ManifestDesk(rig.log, rig.gate, rig.leadership, rig.clock)));

    private void rules() {
        for (int version = 2; version <= 4; version++) {
            rig.apply(new Command.RaiseRulesVersion(rig.clock.instant(), rig.epoch(), version));
        }
    }

    private MvcTestResult say(long base, long version, List<DataFile> added) {
        return post(
                Doors.JSON.writeValueAsString(
                        new ManifestChange(incarnation(1), base, version, added, List.of())));
    }

    private MvcTestResult post(String body) {
        return doors.post()
                .uri("/peers/a/manifest")
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
    }

    private static void answers(MvcTestResult answer, int known) {
        assertThat(answer).hasStatusOk().bodyJson().extractingPath("$.known").isEqualTo(known);
    }

    @Test
    void aChangeIsTakenInAndOneThatDoesNotFitIsAnsweredWithWhatIsKnown() {
        rules();
        rig.apply(register(A, FOUR_CORES));
        answers(say(0, 3, List.of(FILE)), 3);
        assertThat(rig.log.picture().state().catalogue().files()).containsOnlyKeys(FILE.key());
        answers(say(7, 8, List.of()), 3);
        answers(say(3, 4, List.of()), 4);
    }

    @Test
    void anOlderReleaseAmongTheVotersDoesNotKnowManifests() {
        rig.apply(register(A, FOUR_CORES));
        assertThat(say(0, 1, List.of(FILE))).hasStatus(503);
    }

    @Test
    void whoIsUnknownOrReplacedIsTold() {
        rules();
        assertThat(say(0, 1, List.of(FILE))).hasStatus(409);
        rig.apply(register(A, FOUR_CORES));
        MvcTestResult other =
                post(
                        Doors.JSON.writeValueAsString(
                                new ManifestChange(
                                        incarnation(2), 0, 1, List.of(FILE), List.of())));
        assertThat(other)
                .hasStatus(409)
                .bodyJson()
                .extractingPath("$.code")
                .isEqualTo("superseded");
    }

    @Test
    void whatIsMissingMalformedOrTooMuchIsNamed() {
        rules();
        rig.apply(register(A, FOUR_CORES));
        assertThat(say(0, 1, Collections.nCopies(1_001, FILE)))
                .hasStatus(400)
                .bodyJson()
                .extractingPath("$.errors[0].field")
                .isEqualTo("added");
        assertThat(say(2, 2, List.of()))
                .hasStatus(400)
                .bodyJson()
                .extractingPath("$.errors[0].field")
                .isEqualTo("version");
        String hostile =
                Doors.JSON
                        .writeValueAsString(
                                new ManifestChange(incarnation(1), 0, 1, List.of(FILE), List.of()))
                        .replace("hex5_2p/m.bin", "../../etc/passwd");
        assertThat(post(hostile)).hasStatus(400);
        String bare = "{'incarnation':'" + incarnation(1) + "','base':0,'version':1,";
        assertThat(post((bare + "'added':[{'size':1,'games':0}],'removed':[]}").replace('\'', '"')))
                .hasStatus(400)
                .bodyText()
                .contains("added[0].key", "added[0].producer");
        assertThat(
                        post(
                                (bare.replace(",'base':0", "") + "'added':[],'removed':[]}")
                                        .replace('\'', '"')))
                .hasStatus(400)
                .bodyText()
                .contains("base is missing");
        assertThat(rig.log.picture().state().catalogue().files()).isEmpty();
    }
}
