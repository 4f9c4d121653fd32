package io.ringrift.p2p.agent.data;

import static io.ringrift.p2p.agent.data.DataRig.GAMES;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.DataPath;
import io.ringrift.p2p.model.data.Sha256;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** Copies that the leader lets go, on the disk. */
class ReleasedTest {

    @TempDir Path dir;

    private DataRig rig;
    private DataKeeper keeper;

    @BeforeEach
    void start() throws IOException {
        rig = new DataRig(dir.resolve("data"));
        keeper = rig.keeper();
    }

    @AfterEach
    void stop() throws InterruptedException {
        keeper.close();
    }

    private DataKey key(String path) {
        return rig.manifest.find(GAMES, new DataPath(path)).orElseThrow().file().key();
    }

    private Path path(String path) {
        return rig.dataDir.resolve("files/games").resolve(path);
    }

    /** The node's own word that files are gone, once it is heard. */
    private void saysThatItIsGone(DataKey key) throws InterruptedException {
        var next = rig.unsent.take(new UUID(1, 1), 5_000).orElseThrow();
        assertThat(next.removed()).containsExactly(key);
    }

    /** The cluster knows of all of them. */
    private void open(String... paths) throws Exception {
        for (String path : paths) {
            var _ = rig.file("games/" + path, path);
        }
        keeper.open();
        await().until(() -> rig.manifest.count() == paths.length && rig.unsent.isReady());
        var first = rig.unsent.take(new UUID(1, 1), 5_000).orElseThrow();
        rig.unsent.answered(first, first.version());
    }

    @Test
    void aReleasedCopyGoesWithTheFoldersThatWereMadeForIt() throws Exception {
        open("hex5_2p/job-1/deep/a.jsonl", "hex5_2p/job-2/b.jsonl");
        keeper.release(List.of(key("hex5_2p/job-1/deep/a.jsonl")));
        await().until(() -> !Files.exists(path("hex5_2p/job-1")));
        assertThat(path("hex5_2p/job-2/b.jsonl")).exists();
        await().until(() -> rig.manifest.count() == 1);
    }

    @Test
    void otherContentUnderTheNameStays() throws Exception {
        open("hex5_2p/a.jsonl");
        DataKey key = key("hex5_2p/a.jsonl");
        DataKey other = new DataKey(key.kind(), key.path(), new Sha256("0".repeat(64)));
        keeper.release(List.of(other));
        saysThatItIsGone(other);
        assertThat(path("hex5_2p/a.jsonl")).exists();
        assertThat(rig.manifest.count()).isEqualTo(1);
    }

    /** A person wrote to it in between: that is another file, which the next look finds. */
    @Test
    void whatHasChangedSinceItWasReadStays() throws Exception {
        open("hex5_2p/a.jsonl");
        DataKey key = key("hex5_2p/a.jsonl");
        Files.writeString(path("hex5_2p/a.jsonl"), "something else of another length");
        keeper.release(List.of(key));
        saysThatItIsGone(key);
        assertThat(path("hex5_2p/a.jsonl")).exists();
    }

    @Test
    void whatIsGoneAlreadyIsSaidOnceMore() throws Exception {
        open("hex5_2p/a.jsonl");
        DataKey key = key("hex5_2p/a.jsonl");
        Files.delete(path("hex5_2p/a.jsonl"));
        keeper.release(List.of(key));
        saysThatItIsGone(key);
        keeper.release(List.of(key));
        await().until(() -> rig.manifest.count() == 0);
    }
}
