package io.ringrift.p2p.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.replication.codec.CommandCodec;
import io.ringrift.p2p.replication.codec.SnapshotCodec;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Whoever reads the log, or a snapshot and the rest of the log, gets the state of the leader. */
class ReplayTest {

    private static final int COMMANDS = 1_000;
    private static final ClusterState BEGINNING = ClusterState.EMPTY.withRules(2);

    private final CommandCodec commands = new CommandCodec();
    private final SnapshotCodec snapshots = new SnapshotCodec();

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void theFoldOfTheLogIsTheLiveState(long seed) throws IOException {
        History history = new History(seed);
        List<byte[]> log = new ArrayList<>();
        ClusterState live = BEGINNING;
        byte[] snapshot = {};
        int snapshotAt = COMMANDS * 2 / 3;
        for (int i = 0; i < COMMANDS; i++) {
            if (i == snapshotAt) {
                snapshot = write(live);
            }
            Command command = history.next(live);
            log.add(commands.entry(List.of(commands.encode(command))));
            live = Engine.apply(live, command).state();
        }

        ClusterState replayed = replay(BEGINNING, log);
        assertThat(replayed).as("seed %d", seed).isEqualTo(live);
        assertThat(StateHash.of(replayed)).isEqualTo(StateHash.of(live));

        ClusterState restored = read(snapshot);
        ClusterState caughtUp = replay(restored, log.subList(snapshotAt, COMMANDS));
        assertThat(caughtUp).as("seed %d", seed).isEqualTo(live);
        assertThat(StateHash.of(caughtUp)).isEqualTo(StateHash.of(live));
        assertThat(write(restored)).as("same state, same bytes").isEqualTo(snapshot);
    }

    private ClusterState replay(ClusterState from, List<byte[]> log) {
        ClusterState state = from;
        for (byte[] entry : log) {
            for (Command command : commands.decode(entry)) {
                state = Engine.apply(state, command).state();
            }
        }
        return state;
    }

    private byte[] write(ClusterState state) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        snapshots.write(state, out);
        return out.toByteArray();
    }

    private ClusterState read(byte[] snapshot) throws IOException {
        return snapshots.read(new ByteArrayInputStream(snapshot), snapshot.length);
    }
}
