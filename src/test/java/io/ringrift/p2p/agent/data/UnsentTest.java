package io.ringrift.p2p.agent.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.DataPath;
import io.ringrift.p2p.model.data.Producer;
import io.ringrift.p2p.model.wire.ManifestChange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/** What a node tells of its manifest, and a cluster that believes it. */
class UnsentTest {

    private static final UUID LIFE = new UUID(1, 1);

    private final Unsent unsent = new Unsent();
    private final Manifest manifest = new Manifest(unsent);
    private final Map<DataKey, DataFile> believed = new HashMap<>();
    private long knownVersion;

    private static Entry entry(int path, int content) {
        DataKey key =
                new DataKey(
                        DataKind.GAMES,
                        new DataPath("hex5_2p/" + path),
                        DataRig.sha256("" + content));
        DataFile file =
                new DataFile(
                        key, "hex5_2p", 1, 0, Producer.of(DataRig.NODE), Instant.ofEpochSecond(1));
        return new Entry(file, new FileStamp(1, content, "" + path));
    }

    /** As the state does it. */
    private boolean take(ManifestChange change) {
        if (change.base() != 0 && change.base() != knownVersion) {
            return false;
        }
        if (change.base() == 0) {
            believed.clear();
        }
        change.removed()
                .forEach(key -> assertThat(believed.remove(key)).as("removed " + key).isNotNull());
        change.added()
                .forEach(
                        file ->
                                assertThat(believed.put(file.key(), file))
                                        .as("added " + file.key())
                                        .isNull());
        knownVersion = change.version();
        return true;
    }

    private ManifestChange next() throws InterruptedException {
        return unsent.take(LIFE, 1).orElseThrow();
    }

    @Test
    void saysNothingBeforeTheFoldersWereLookedAt() throws InterruptedException {
        manifest.put(entry(1, 1));
        assertThat(unsent.take(LIFE, 1)).isEmpty();
        unsent.ready();
        assertThat(next().added()).hasSize(1);
    }

    @Test
    void theFirstChangeIsSentAlsoWhenThereIsNothing() throws InterruptedException {
        unsent.ready();
        ManifestChange first = next();
        assertThat(first.base()).isZero();
        assertThat(first.version()).isEqualTo(1);
        assertThat(first.added()).isEmpty();
        assertThat(unsent.take(LIFE, 1)).as("one at a time").isEmpty();
        assertThat(unsent.answered(first, 1)).isTrue();
        assertThat(unsent.take(LIFE, 1)).as("nothing is new").isEmpty();
    }

    @Test
    void manyFilesGoInBatchesThatBuildOnEachOther() throws InterruptedException {
        for (int i = 0; i < 2_500; i++) {
            manifest.put(entry(i, i));
        }
        unsent.ready();
        for (int batch = 0; batch < 3; batch++) {
            ManifestChange change = next();
            assertThat(change.base()).isEqualTo(batch);
            assertThat(change.added()).hasSize(batch < 2 ? 1_000 : 500);
            assertThat(take(change)).isTrue();
            unsent.answered(change, knownVersion);
        }
        assertThat(believed).hasSize(2_500);
    }

    @Test
    void aFileThatCameAndWentIsNeverSpokenOf() throws InterruptedException {
        unsent.ready();
        unsent.answered(next(), 1);
        manifest.put(entry(1, 1));
        manifest.remove(DataKind.GAMES, new DataPath("hex5_2p/1"));
        manifest.put(entry(2, 2));
        ManifestChange change = next();
        assertThat(change.added()).hasSize(1);
        assertThat(change.removed()).isEmpty();
    }

    @Test
    void aClusterThatKnowsAnotherVersionIsToldEverything() throws InterruptedException {
        manifest.put(entry(1, 1));
        unsent.ready();
        unsent.answered(next(), 1);
        manifest.put(entry(2, 2));
        ManifestChange change = next();
        assertThat(unsent.answered(change, 77)).isFalse();
        manifest.tellAnew();
        ManifestChange all = next();
        assertThat(all.base()).isZero();
        assertThat(all.version()).isGreaterThan(change.version());
        assertThat(all.added()).hasSize(2);
    }

    /** Files come and go, answers are lost or wrong, and the leader forgets. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void inTheEndTheClusterBelievesWhatIsThere(long seed) throws InterruptedException {
        SplittableRandom dice = new SplittableRandom(seed);
        unsent.ready();
        for (int step = 0; step < 3_000; step++) {
            churn(dice);
            if (dice.nextInt(4) == 0) {
                tell(dice.nextInt(5), dice);
            }
            if (dice.nextInt(400) == 0) {
                believed.clear();
                knownVersion = 0;
            }
        }
        while (true) {
            var change = unsent.take(LIFE, 1);
            if (change.isEmpty() && knownVersion == unsent.base()) {
                break;
            }
            change.ifPresent(
                    one -> {
                        take(one);
                        if (!unsent.answered(one, knownVersion)) {
                            manifest.tellAnew();
                        }
                    });
            if (change.isEmpty()) {
                manifest.tellAnew();
            }
        }
        assertThat(believed.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        manifest.all().stream().map(each -> each.file().key()).toList());
    }

    private void churn(SplittableRandom dice) {
        int path = dice.nextInt(30);
        if (dice.nextBoolean()) {
            manifest.put(entry(path, dice.nextInt(3)));
        } else {
            manifest.remove(DataKind.GAMES, new DataPath("hex5_2p/" + path));
        }
    }

    private void tell(int how, SplittableRandom dice) throws InterruptedException {
        var change = unsent.take(LIFE, 1);
        if (change.isEmpty()) {
            return;
        }
        boolean arrives = how != 0;
        boolean answered = how > 1;
        if (arrives) {
            take(change.get());
        }
        churn(dice);
        if (!answered) {
            unsent.failed();
        } else if (!unsent.answered(change.get(), knownVersion)) {
            manifest.tellAnew();
        }
    }
}
