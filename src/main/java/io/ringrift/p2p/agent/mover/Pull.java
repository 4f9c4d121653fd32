package io.ringrift.p2p.agent.mover;

import io.ringrift.p2p.agent.mover.MoveFailedException.Hope;
import io.ringrift.p2p.agent.mover.Part.Written;
import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.model.wire.Transfer.Item;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fetches one file and gives it its name. */
final class Pull {

    private final MoverSettings settings;
    private final Shelf shelf;
    private final Pipeline pipeline;
    private final Sources.Known known;
    private final Voice voice;
    private final MonotonicClock clock;

    Pull(
            MoverSettings settings,
            Shelf shelf,
            Pipeline pipeline,
            Sources.Known known,
            Voice voice,
            MonotonicClock clock) {
        this.settings = settings;
        this.shelf = shelf;
        this.pipeline = pipeline;
        this.known = known;
        this.voice = voice;
        this.clock = clock;
    }

    /**
     * Returns once the file lies under its final name, safe from a power cut.
     *
     * @return how many bytes of it had to come over the wire
     */
    long run(Item item) throws MoveFailedException, IOException, InterruptedException {
        DataFile file = item.file();
        Optional<Sha256> there = shelf.find(file);
        if (there.isPresent()) {
            requireSame(file, there.get());
            return 0;
        }
        shelf.prepare(file, 0, 0);
        Sources sources = new Sources(item.from(), known, settings.giveUp(), clock);
        try (Part part = shelf.part(file, settings.blockBytes())) {
            if (shelf.find(file).isPresent()) {
                part.delete();
                return 0;
            }
            long noted = part.noted(file.size());
            admit(part, file, noted);
            bring(part, file, sources);
            return file.size() - noted;
        }
    }

    /** Not a byte moves without room for all of them. */
    private void admit(Part part, DataFile file, long noted)
            throws MoveFailedException, IOException {
        try {
            shelf.prepare(file, file.size() - noted, settings.spareBytes());
        } catch (MoveFailedException e) {
            if (noted == 0) {
                part.delete();
            }
            throw e;
        }
    }

    /** What an earlier life had begun is of no use any more once the name is taken. */
    private void requireSame(DataFile file, Sha256 there) throws MoveFailedException, IOException {
        if (!there.equals(file.key().sha256())) {
            throw Shelf.taken(file, null);
        }
        voice.moved(file.size());
        try (Part part = shelf.part(file, settings.blockBytes())) {
            part.delete();
        }
    }

    private void bring(Part part, DataFile file, Sources sources)
            throws MoveFailedException, IOException, InterruptedException {
        try {
            List<Map<Long, Written>> wrong = new ArrayList<>();
            while (!right(part, file, sources)) {
                wrong.add(part.written());
                blameOnlySource(part, sources);
                part.clear();
                voice.moved(-file.size());
                if (!sources.nextAlone()) {
                    throw new MoveFailedException(
                            Hope.OTHER_SOURCES,
                            "no source of %s has bytes with the digest %s"
                                    .formatted(file.key().path(), file.key().sha256()));
                }
            }
            wrong.forEach(earlier -> blame(earlier, part.written(), sources));
            shelf.land(part, file);
        } catch (DiskException e) {
            if (e.reason().contains("No space left")) {
                part.delete();
            }
            throw e;
        }
    }

    private boolean right(Part part, DataFile file, Sources sources)
            throws MoveFailedException, IOException, InterruptedException {
        while (true) {
            try {
                return pipeline.run(part, file, sources).equals(file.key().sha256());
            } catch (MoveFailedException e) {
                // The one that stood alone is gone; what it brought so far may still be right.
                if (e.hope() != Hope.OTHER_SOURCES || !sources.isAlone() || !sources.nextAlone()) {
                    throw e;
                }
            }
        }
    }

    /** Who alone brought a whole file that is wrong, sent wrong bytes. */
    private void blameOnlySource(Part part, Sources sources) {
        long all =
                part.written().values().stream()
                        .mapToLong(Written::sources)
                        .reduce(0, (a, b) -> a | b);
        if (Long.bitCount(all) == 1 && part.isAllOfThisLife()) {
            quarantine(sources, all, "sent bytes that have not the digest of the file");
        }
    }

    /** Now that the right bytes are known, so is who sent wrong ones. */
    private void blame(Map<Long, Written> earlier, Map<Long, Written> right, Sources sources) {
        earlier.forEach(
                (block, written) -> {
                    Written good = right.get(block);
                    if (good != null
                            && good.sum() != written.sum()
                            && Long.bitCount(written.sources()) == 1) {
                        quarantine(sources, written.sources(), "sent a block that is wrong");
                    }
                });
    }

    private void quarantine(Sources sources, long bit, String why) {
        String node = sources.quarantine(Long.numberOfTrailingZeros(bit), why);
        voice.say(node + " " + why + "; it is no source any more");
    }
}
