package io.ringrift.p2p.agent.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;

/** A node whose files may lie in a store. */
public final class DepotRig {

    private final DataRig rig;
    private final DataKeeper keeper;
    private final DepotShelf shelf;

    public DepotRig(Path dataDir) throws IOException {
        rig = new DataRig(dataDir);
        keeper = rig.keeper();
        shelf =
                new DepotShelf(
                        rig.folders,
                        rig.manifest,
                        keeper,
                        new IndexFile(dataDir, "stored-files.jsonl", DataRig.JSON));
    }

    public DepotShelf shelf() {
        return shelf;
    }

    /** Its disk is looked at from now on, and the cluster knows what is there. */
    public void open(int files) throws IOException, InterruptedException {
        keeper.open();
        rig.awaitFiles(files);
        var first = rig.unsent.take(new UUID(1, 1), 5_000).orElseThrow();
        rig.unsent.answered(first, first.version());
    }

    /** A file that a person put there an hour ago. */
    public Path file(String kindAndPath, String content) throws IOException {
        return rig.file(kindAndPath, content);
    }

    public void close() throws InterruptedException {
        keeper.close();
    }
}
