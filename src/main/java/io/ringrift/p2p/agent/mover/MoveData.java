package io.ringrift.p2p.agent.mover;

import io.ringrift.p2p.agent.data.DataFolders;
import io.ringrift.p2p.agent.mover.MoveFailedException.Hope;
import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.wire.Transfer;
import io.ringrift.p2p.model.wire.Transfer.Item;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Moves the files of one SYNC job, one after the other. Files that cannot be moved do not keep the
 * others from it.
 */
public final class MoveData {

    /** {@code EX_TEMPFAIL} of the job contract. */
    private static final int TRY_AGAIN = 75;

    private final MoverSettings settings;
    private final MoveEnvironment environment;
    private final JsonMapper json;
    private final MonotonicClock clock;
    private final Voice voice;
    private final Shelf shelf;
    private final Sources.Known known;
    private final AtomicLong wire = new AtomicLong();
    private final AtomicLong hashing = new AtomicLong();
    private final Set<DataKey> moved = new HashSet<>();
    private long needed;
    private long bytes;

    MoveData(
            MoverSettings settings,
            MoveEnvironment environment,
            JsonMapper json,
            MonotonicClock clock,
            OutputStream out,
            Consumer<Step> steps) {
        this.settings = settings;
        this.environment = environment;
        this.json = json;
        this.clock = clock;
        this.voice = new Voice(out, clock);
        this.shelf = new Shelf(new DataFolders(environment.dataDir()), json, steps);
        this.known = new Sources.Known(settings);
    }

    /**
     * The whole program.
     *
     * @param variables the process's environment, see docs/job-contract.md
     * @param json speaks the wire's JSON
     * @param out standard output, for progress and sentences
     * @return the exit code: 0 when all files are there, 75 when a later try may bring the rest, 1
     *     when it will not
     */
    public static int main(
            Map<String, String> variables, JsonMapper json, MonotonicClock clock, OutputStream out)
            throws InterruptedException {
        MoveEnvironment environment;
        try {
            environment = MoveEnvironment.read(variables);
        } catch (IllegalArgumentException malformed) {
            new Voice(out, clock).say(String.valueOf(malformed.getMessage()));
            return 1;
        }
        return new MoveData(MoverSettings.DEFAULT, environment, json, clock, out, step -> {}).run();
    }

    int run() throws InterruptedException {
        long begun = clock.nanos();
        try (LateClient http = new LateClient(settings);
                Lines lines = new Lines(settings.connect(), Fetch.LOOK)) {
            VoterDoor voters = new VoterDoor(settings, environment, json);
            int code = rounds(voters, http, lines);
            if (code == 0) {
                writeResult((clock.nanos() - begun) / 1e9);
            }
            return code;
        } catch (MoveFailedException e) {
            voice.say(e.sentence());
            return e.hope() == Hope.NONE ? 1 : TRY_AGAIN;
        } catch (DiskException e) {
            voice.say("the disk of this node fails: " + e.reason());
            return TRY_AGAIN;
        } catch (IOException e) {
            voice.say("the files of this node cannot be used: " + e);
            return TRY_AGAIN;
        } finally {
            voice.progress();
        }
    }

    /** Asks for other sources while some file has run out of them. */
    private int rounds(VoterDoor voters, LateClient http, Lines lines)
            throws MoveFailedException, IOException, InterruptedException {
        int code = 0;
        for (int ask = 1; ask <= settings.asks(); ask++) {
            Transfer transfer = voters.transfer();
            if (ask == 1) {
                voice.total(transfer.files().stream().mapToLong(i -> i.file().size()).sum());
            }
            boolean othersMayHelp = false;
            code = 0;
            Pace pace = new Pace(transfer.bytesPerSecond(), clock);
            Pull pull = pull(lines, pace);
            Push push = new Push(settings, shelf, http, json, pace, voice, wire);
            try (PaceWatch _ = PaceWatch.over(voters, pace, settings.paceEvery())) {
                for (Item item : transfer.files()) {
                    if (moved.contains(item.file().key())) {
                        continue;
                    }
                    try {
                        move(item, pull, push);
                    } catch (MoveFailedException e) {
                        voice.say("%s: %s".formatted(item.file().key().path(), e.sentence()));
                        othersMayHelp |= e.hope() == Hope.OTHER_SOURCES;
                        code = worse(code, e.hope() == Hope.NONE ? 1 : TRY_AGAIN);
                    }
                }
            }
            if (!othersMayHelp) {
                return code;
            }
        }
        return code;
    }

    /** What can be tried again is, whatever else cannot. */
    private static int worse(int code, int other) {
        return Math.max(code, other);
    }

    private Pull pull(Lines lines, Pace pace) {
        Fetch fetch = new Fetch(lines, settings, pace, clock, wire);
        Pipeline pipeline = new Pipeline(settings, fetch, voice, clock, hashing);
        return new Pull(settings, shelf, pipeline, known, voice, clock);
    }

    private void move(Item item, Pull pull, Push push)
            throws MoveFailedException, IOException, InterruptedException {
        needed += item.to() == null ? pull.run(item) : push.run(item, item.to());
        bytes += item.file().size();
        moved.add(item.file().key());
    }

    private void writeResult(double seconds) throws IOException {
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("bytes", bytes);
        metrics.put("files", moved.size());
        metrics.put("seconds", rounded(seconds));
        metrics.put("hash_seconds", rounded(hashing.get() / 1e9));
        metrics.put("wire_bytes", wire.get());
        metrics.put("resent_bytes", Math.max(0, wire.get() - needed));
        metrics.put("quarantined", known.quarantined());
        Path fresh = environment.result().resolveSibling("result.json.new");
        Files.write(fresh, json.writeValueAsBytes(Map.of("metrics", metrics)));
        Files.move(fresh, environment.result(), StandardCopyOption.ATOMIC_MOVE);
    }

    private static double rounded(double seconds) {
        return Math.round(seconds * 1000) / 1000.0;
    }
}
