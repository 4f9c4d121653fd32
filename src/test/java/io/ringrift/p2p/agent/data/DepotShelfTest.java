package io.ringrift.p2p.agent.data;

import static io.ringrift.p2p.agent.data.DataRig.GAMES;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataPath;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** Files of the manifest that do not lie on the disk. */
class DepotShelfTest {

    private static final String PATH = "hex5_2p/deep/a.jsonl";

    @TempDir Path dir;

    private DataRig rig;
    private DataKeeper keeper;
    private DepotShelf shelf;

    @BeforeEach
    void start() throws IOException {
        rig = new DataRig(dir.resolve("data"));
        keeper = rig.keeper();
        shelf = shelf(rig, keeper);
    }

    private static DepotShelf shelf(DataRig rig, DataKeeper keeper) {
        return new DepotShelf(
                rig.folders,
                rig.manifest,
                keeper,
                new IndexFile(rig.dataDir, "stored-files.jsonl", DataRig.JSON));
    }

    @AfterEach
    void stop() throws InterruptedException {
        keeper.close();
    }

    private Path disk() {
        return rig.folders.path().resolve("games").resolve(PATH);
    }

    /** The cluster knows of a file on the disk, which then moves into the store. */
    private DataFile moved() throws Exception {
        var _ = rig.file("games/" + PATH, "games");
        keeper.open();
        rig.awaitFiles(1);
        var first = rig.unsent.take(new UUID(1, 1), 5_000).orElseThrow();
        rig.unsent.answered(first, first.version());
        DataFile file = shelf.local().getFirst();
        shelf.moved(file);
        await().until(() -> !Files.exists(disk().getParent()));
        return file;
    }

    @Test
    void whatMovesIntoTheStoreStaysInTheManifestAndLeavesTheDisk() throws Exception {
        DataFile file = moved();
        assertThat(shelf.local()).isEmpty();
        assertThat(shelf.stored()).containsExactly(file);
        rig.look();
        assertThat(rig.manifest.count()).as("after another look at the disk").isEqualTo(1);
        assertThat(rig.unsent.take(new UUID(1, 1), 50)).as("nothing is new").isEmpty();
    }

    @Test
    void whatLiesInTheStoreIsKnownAfterARestart() throws Exception {
        DataFile file = moved();
        shelf.save();
        keeper.close();
        DataRig next = new DataRig(rig.dataDir);
        DataKeeper nextKeeper = next.keeper();
        assertThat(shelf(next, nextKeeper).stored()).containsExactly(file);
        next.look();
        assertThat(next.manifest.count()).isEqualTo(1);
    }

    @Test
    void whatTheStoreHasLostLeavesTheManifest() throws Exception {
        DataFile file = moved();
        shelf.lost(file.key());
        await().until(() -> rig.manifest.count() == 0);
        assertThat(rig.unsent.take(new UUID(1, 1), 5_000).orElseThrow().removed())
                .containsExactly(file.key());
    }

    @Test
    void theSameContentOnTheDiskIsTheSameFile() throws Exception {
        DataFile file = moved();
        var _ = rig.file("games/" + PATH, "games");
        await().until(() -> shelf.local().equals(List.of(file)));
        assertThat(rig.unsent.take(new UUID(1, 1), 50)).as("nothing is new").isEmpty();
    }

    @Test
    void whatTheStoreSaysDoesNotHideWhatLiesOnTheDisk() throws Exception {
        var _ = rig.file("games/" + PATH, "games");
        keeper.open();
        rig.awaitFiles(1);
        DataFile file = shelf.local().getFirst();
        shelf.found(file);
        shelf.lost(file.key());
        keeper.later(() -> assertThat(shelf.stored()).isEmpty());
        await().until(() -> rig.manifest.find(GAMES, new DataPath(PATH)).orElseThrow().isLocal());
        assertThat(disk()).exists();
    }
}
