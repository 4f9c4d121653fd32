package io.ringrift.p2p.agent.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.DataPath;
import io.ringrift.p2p.model.data.Producer;
import io.ringrift.p2p.model.data.Sha256;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** What objects are called and what is written on them. */
class ObjectNameTest {

    private static final String DIGEST = "ab".repeat(32);
    private static final Instant AT = Instant.parse("2026-11-29T10:00:00Z");
    private static final DataKey KEY =
            new DataKey(
                    DataKind.GAMES,
                    new DataPath("hex5_2p/gr\u00fc\u00dfe@home.bin"),
                    new Sha256(DIGEST));

    @Test
    void aNameSaysKindPathAndContent() {
        String name = ObjectName.of("cluster-1/", KEY);
        assertThat(name).isEqualTo("cluster-1/games/hex5_2p/gr\u00fc\u00dfe@home.bin@" + DIGEST);
        assertThat(ObjectName.parse("cluster-1/", name)).contains(KEY);
        assertThat(ObjectName.parse("", ObjectName.of("", KEY))).contains(KEY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "other/games/hex5_2p/a@",
                "cluster-1/",
                "cluster-1/games",
                "cluster-1/games/hex5_2p/a.bin",
                "cluster-1/games/../../etc/passwd@",
                "cluster-1/GAMES/hex5_2p/a@",
                "cluster-1/games/@",
            })
    void whatOthersPutIntoTheBucketIsNotTouched(String name) {
        String whole = name.endsWith("@") ? name + DIGEST : name;
        assertThat(ObjectName.parse("cluster-1/", whole)).isEmpty();
    }

    @Test
    void aNameThatTheStoreCannotHaveIsSeen() {
        DataKey longest =
                new DataKey(
                        DataKind.GAMES,
                        new DataPath(("x".repeat(150) + "/").repeat(6) + "y".repeat(100)),
                        new Sha256(DIGEST));
        assertThat(ObjectName.fits("", KEY)).isTrue();
        assertThat(ObjectName.fits("", longest)).isFalse();
    }

    @Test
    void whatIsKnownOfAFileSurvivesItsWayThroughTheStore() {
        DataFile file =
                new DataFile(
                        KEY,
                        "hex5_2p",
                        1L << 40,
                        250,
                        new Producer(
                                new NodeId("gpu-1"),
                                new JobId(new UUID(7, 7)),
                                3,
                                "v1 \u00e4",
                                new Sha256("cd".repeat(32))),
                        AT);
        Map<String, String> facts = ObjectFacts.of(file);
        assertThat(facts.values())
                .allMatch(value -> value.chars().allMatch(c -> c > 31 && c < 127));
        NodeId self = new NodeId("archive");
        assertThat(ObjectFacts.read(KEY, 1L << 40, facts, self, Instant.EPOCH)).isEqualTo(file);
    }

    @Test
    void anObjectWithoutOrWithWrongMetadataIsAFileAllTheSame() {
        NodeId self = new NodeId("archive");
        DataFile plain = new DataFile(KEY, "hex5_2p", 5, 0, Producer.of(self), AT);
        assertThat(ObjectFacts.read(KEY, 5, Map.of(), self, AT)).isEqualTo(plain);
        assertThat(ObjectFacts.read(KEY, 5, Map.of("games", "many"), self, AT)).isEqualTo(plain);
        assertThat(ObjectFacts.read(KEY, 5, Map.of("games", "-1"), self, AT)).isEqualTo(plain);
        assertThat(ObjectFacts.read(KEY, 5, Map.of("made-at", "soon"), self, AT)).isEqualTo(plain);
    }
}
