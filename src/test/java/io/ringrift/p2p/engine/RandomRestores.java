package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.Command.AbortRestore;
import io.ringrift.p2p.engine.Command.BeginRestore;
import io.ringrift.p2p.engine.Command.FinishRestore;
import io.ringrift.p2p.engine.Command.RestorePart;
import io.ringrift.p2p.model.Epoch;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** Backups in a random history, now and then also where none may come in, or interrupted ones. */
final class RandomRestores {

    private static final List<ClusterState> BACKUP = backup();

    private final SplittableRandom random;

    RandomRestores(SplittableRandom random) {
        this.random = random;
    }

    /** Null when it is something else's turn. */
    @Nullable Command next(ClusterState state, Instant at, Epoch epoch) {
        Restoring now = state.charter().restoring();
        if (now == null) {
            return random.nextInt(state.tally().submitted() == 0 ? 8 : 400) == 0
                    ? begin(at, epoch)
                    : null;
        }
        UUID id = random.nextInt(20) == 0 ? new UUID(0, 99) : now.id();
        return switch (random.nextInt(12)) {
            case 0 -> null;
            case 1 -> begin(at, epoch);
            case 2 -> random.nextInt(4) == 0 ? new AbortRestore(at, epoch) : null;
            default ->
                    now.taken() == BACKUP.size()
                            ? new FinishRestore(at, epoch, id)
                            : new RestorePart(at, epoch, id, now.taken(), BACKUP.get(now.taken()));
        };
    }

    private BeginRestore begin(Instant at, Epoch epoch) {
        return new BeginRestore(
                at, epoch, new UUID(0, random.nextInt(3)), BACKUP.size(), new Epoch(3), 1);
    }

    /** Few jobs, because the invariants are checked after every command; still in parts. */
    private static List<ClusterState> backup() {
        House old = House.with("n0", "n1");
        old.accept(old.submit(900, "k1", "f0"));
        old.accept(old.submit(901, "k30", "f1"));
        return Restoration.parts(old.completed(902, "n0").running(903, "n1").state(), 3);
    }
}
