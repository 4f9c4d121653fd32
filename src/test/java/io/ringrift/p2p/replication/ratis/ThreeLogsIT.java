package io.ringrift.p2p.replication.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringrift.p2p.Nouns;
import io.ringrift.p2p.engine.StateHash;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.NodeRole;
import io.ringrift.p2p.model.VoterAddress;
import io.ringrift.p2p.model.Voters;
import io.ringrift.p2p.replication.NotAcceptedException;
import io.ringrift.p2p.replication.NotLeadingException;
import io.ringrift.p2p.replication.Picture;
import io.ringrift.p2p.replication.ReplicationProperties;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Three voters in one process: what the library is asked for, it does. */
@Timeout(120)
class ThreeLogsIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static final ReplicationProperties SETTINGS =
            new ReplicationProperties(
                    1_000,
                    3,
                    DataSize.ofKilobytes(64),
                    // Patient: a busy build machine must not elect a leader in the middle of a
                    // test.
                    Duration.ofMillis(1_500),
                    Duration.ofMillis(2_500),
                    Duration.ofSeconds(10),
                    100,
                    2,
                    10_000,
                    Duration.ofSeconds(60),
                    DataSize.ofMegabytes(1));

    @TempDir Path folder;

    private final List<String> halts = new CopyOnWriteArrayList<>();
    private final Map<NodeId, RatisLog> logs = new LinkedHashMap<>();
    private Voters voters;

    @BeforeEach
    void start() throws Exception {
        List<VoterAddress> all = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            all.add(new VoterAddress(new NodeId(name), "127.0.0.1", freePort(), freePort()));
        }
        voters = new Voters(all);
        for (VoterAddress voter : all) {
            open(voter, voters);
        }
        leader();
    }

    @AfterEach
    void close() {
        logs.values().forEach(RatisLog::close);
        assertThat(halts).isEmpty();
    }

    private RatisLog open(VoterAddress voter, Voters all) throws IOException {
        return open(voter, all, false);
    }

    private RatisLog open(VoterAddress voter, Voters all, boolean joins) throws IOException {
        RatisLog log =
                new RatisLog(
                        new RatisLog.Place(
                                voter.id(), folder.resolve(voter.id().value()), "127.0.0.1", all),
                        SETTINGS,
                        halts::add,
                        System::nanoTime);
        log.start(RatisRig.CLUSTER, joins);
        logs.put(voter.id(), log);
        return log;
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private NodeId leader() {
        await().atMost(SOON)
                .until(() -> logs.values().stream().anyMatch(log -> log.standing().ready()));
        return logs.entrySet().stream()
                .filter(entry -> entry.getValue().standing().ready())
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    private NodeId follower() {
        NodeId leader = leader();
        return logs.keySet().stream().filter(id -> !id.equals(leader)).findFirst().orElseThrow();
    }

    private RatisLog log(NodeId id) {
        RatisLog log = logs.get(id);
        assertThat(log).isNotNull();
        return log;
    }

    private void stop(NodeId id) {
        log(id).close();
        logs.remove(id);
    }

    private void submit(int first, int count) throws Exception {
        RatisRig.submitAll(log(leader()), first, count);
    }

    @Test
    void aReaderOnAFollowerSeesWhatWasAcknowledged() throws Exception {
        for (int i = 1; i <= 50; i++) {
            long index = log(leader()).submit(Nouns.submit(i)).get(10, TimeUnit.SECONDS).index();
            Picture read = read(log(follower()));
            assertThat(read.index()).isGreaterThanOrEqualTo(index);
            assertThat(read.state().job(Nouns.job(i))).isNotNull();
        }
        assertThat(log(follower()).age()).isLessThan(Duration.ofSeconds(5));
        assertThat(log(leader()).age()).isZero();
    }

    /** A question that gets lost is asked again, as the doors do. */
    private static Picture read(RatisLog log) {
        return await("the leader has said how far the log is")
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptionsMatching(e -> e.getCause() instanceof NotAcceptedException)
                .until(() -> log.current().get(10, TimeUnit.SECONDS), _ -> true);
    }

    @Test
    void aFollowerRefusesAndNamesTheLeader() {
        RatisLog follower = log(follower());
        assertThat(follower.submit(Nouns.submit(1)))
                .failsWithin(SOON)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(NotLeadingException.class);
        assertThat(follower.standing().leader()).isEqualTo(leader());
        assertThat(follower.standing().role()).isEqualTo(NodeRole.FOLLOWER);
        assertThat(follower.standing().quorumOk()).isTrue();
    }

    @Test
    void theNextLeaderHasEverythingAndTheOldOneCatchesUp() throws Exception {
        submit(1, 200);
        NodeId first = leader();
        stop(first);
        assertThat(leader()).isNotEqualTo(first);
        submit(201, 2_300);
        RatisLog back = open(voters.find(first).orElseThrow(), voters);
        RatisLog now = log(leader());
        await().atMost(SOON).until(() -> back.picture().index() == now.picture().index());
        assertThat(StateHash.of(back.picture().state()))
                .isEqualTo(StateHash.of(now.picture().state()));
        assertThat(back.picture().state().open().size()).isEqualTo(2_500);
    }

    @Test
    void withoutAMajorityNothingIsAcknowledgedAndNobodyLeads() throws Exception {
        NodeId survivor = follower();
        for (NodeId id : List.copyOf(logs.keySet())) {
            if (!id.equals(survivor)) {
                stop(id);
            }
        }
        RatisLog alone = log(survivor);
        await().atMost(SOON).until(() -> alone.standing().leader() == null);
        assertThat(alone.standing().quorumOk()).isFalse();
        assertThat(alone.current()).failsWithin(SOON);
        assertThat(alone.submit(Nouns.submit(1))).failsWithin(SOON);
    }

    /** The library alone says no in one of a dozen times, and moves it all the same. */
    @Test
    void leadershipMovesOnRequestWhileCommandsPourIn() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        AtomicInteger taken = new AtomicInteger();
        Thread writer = Thread.ofPlatform().start(() -> pour(enough, taken));
        try {
            for (int i = 0; i < 12; i++) {
                NodeId next = follower();
                int before = taken.get();
                await().atMost(SOON).until(() -> taken.get() > before + 20);
                log(leader())
                        .membership()
                        .transfer(next, Duration.ofSeconds(5))
                        .get(10, TimeUnit.SECONDS);
                await().atMost(SOON).until(() -> log(next).standing().ready());
            }
        } finally {
            enough.set(true);
            writer.join();
        }
        submit(1_000_001, 10);
    }

    /** Submits to whoever leads, several at a time, until it is told to stop. */
    private void pour(AtomicBoolean enough, AtomicInteger taken) {
        for (int i = 1; !enough.get(); i++) {
            for (RatisLog log : logs.values()) {
                if (log.standing().ready()) {
                    CompletableFuture<?> _ =
                            log.submit(Nouns.submit(i)).thenRun(taken::incrementAndGet);
                    LockSupport.parkNanos(200_000);
                }
            }
        }
    }

    @Test
    void aVoterIsTakenOutAndAnEmptyOneTakesItsPlace() throws Exception {
        submit(1, 1_500);
        NodeId gone = follower();
        stop(gone);
        List<VoterAddress> two =
                voters.all().stream().filter(voter -> !voter.id().equals(gone)).toList();
        log(leader()).membership().change(two, SOON).get(30, TimeUnit.SECONDS);
        assertThat(log(leader()).membership().voters()).isEqualTo(two);

        VoterAddress fresh = new VoterAddress(new NodeId("d"), "127.0.0.1", freePort(), freePort());
        List<VoterAddress> three = new ArrayList<>(two);
        three.add(fresh);
        RatisLog added = open(fresh, new Voters(three), true);
        await().pollDelay(Duration.ofSeconds(4)).atMost(SOON).until(() -> halts.isEmpty());
        log(leader()).membership().change(three, SOON).get(30, TimeUnit.SECONDS);
        await().atMost(SOON)
                .until(() -> added.picture().index() == log(leader()).picture().index());
        assertThat(added.picture().state().open().size()).isEqualTo(1_500);
        assertThat(added.membership().voters()).isEqualTo(new Voters(three).all());
    }

    @Test
    void theLeaderSeesWhoAnswers() throws Exception {
        RatisLog leads = log(leader());
        assertThat(leads.membership().progress()).hasSize(2);
        await().atMost(SOON).until(() -> leads.standing().votersAlive() == 3);
        stop(follower());
        await().atMost(SOON).until(() -> leads.standing().votersAlive() == 2);
        assertThat(leads.standing().quorumOk()).isTrue();
    }
}
