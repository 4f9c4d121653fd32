package io.ringrift.p2p.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.engine.Command.AbortRestore;
import io.ringrift.p2p.engine.Command.AssignJob;
import io.ringrift.p2p.engine.Command.BeginRestore;
import io.ringrift.p2p.engine.Command.ClaimLeadership;
import io.ringrift.p2p.engine.Command.EnrolVoter;
import io.ringrift.p2p.engine.Command.Fenced;
import io.ringrift.p2p.engine.Command.FinishRestore;
import io.ringrift.p2p.engine.Command.ForgetVoter;
import io.ringrift.p2p.engine.Command.FoundCluster;
import io.ringrift.p2p.engine.Command.RaiseRulesVersion;
import io.ringrift.p2p.engine.Command.RegisterNode;
import io.ringrift.p2p.engine.Command.ReleaseLease;
import io.ringrift.p2p.engine.Command.RenewLease;
import io.ringrift.p2p.engine.Command.RestorePart;
import io.ringrift.p2p.engine.Command.SetPolicy;
import io.ringrift.p2p.engine.Command.Sweep;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.NodeId;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Nothing that a superseded leader asked for has an effect. The same checker is shown an engine
 * that lacks the fence, made here from the real one, and must complain about it.
 */
class FenceTest {

    private static final int COMMANDS = 400;

    /** Applies a command, with the fence or without. */
    private interface Applier extends BiFunction<ClusterState, Command, Engine.Step> {}

    /** The bug: whatever epoch a command names, it is taken for the current one. */
    private static Engine.Step withoutFence(ClusterState state, Command command) {
        return Engine.apply(
                state,
                command instanceof Fenced fenced ? under(state.lease().epoch(), fenced) : command);
    }

    /** One sentence for each command of a superseded leader that changed something. */
    private static List<String> lateEffects(Applier engine, Iterable<Command> commands) {
        List<String> violations = new ArrayList<>();
        ClusterState state = ClusterState.EMPTY;
        for (Command command : commands) {
            Engine.Step step = engine.apply(state, command);
            Epoch current = state.lease().epoch();
            if (command instanceof Fenced fenced
                    && !fenced.epoch().equals(current)
                    && !step.state().equals(state)) {
                violations.add("%s changed the state under %s".formatted(command, current));
            }
            state = step.state();
        }
        return violations;
    }

    /** Leader a hands job 1 out although b leads by now and has handed it out already. */
    private static List<Command> twoLeadersAndOneJob() {
        House house = House.with("a", "b");
        Command submit = house.submit(1);
        Epoch first = house.epoch();
        Epoch second = first.next();
        Duration lease = Duration.ofSeconds(30);
        return List.of(
                new ClaimLeadership(house.now(), new NodeId("a"), lease),
                house.register("a", 1, House.FOUR_CORES),
                submit,
                new ClaimLeadership(house.now(), new NodeId("b"), lease),
                new AssignJob(
                        house.now(), first, House.job(1), 1, new NodeId("a"), House.token(1, 1)),
                new AssignJob(
                        house.now(), second, House.job(1), 1, new NodeId("a"), House.token(1, 2)));
    }

    private static List<Command> random(long seed) {
        History history = new History(seed);
        List<Command> commands = new ArrayList<>();
        ClusterState state = ClusterState.EMPTY;
        for (int i = 0; i < COMMANDS; i++) {
            Command next = history.next(state);
            commands.add(next);
            state = Engine.apply(state, next).state();
        }
        return commands;
    }

    @Test
    void aSupersededLeaderChangesNothing() {
        assertThat(lateEffects(Engine::apply, twoLeadersAndOneJob())).isEmpty();
        for (long seed = 0; seed < 30; seed++) {
            assertThat(lateEffects(Engine::apply, random(seed))).as("seed %d", seed).isEmpty();
        }
    }

    @Test
    void anEngineWithoutTheFenceIsCaught() {
        assertThat(lateEffects(FenceTest::withoutFence, twoLeadersAndOneJob()))
                .singleElement()
                .asString()
                .contains("AssignJob", "changed the state under");
        int caught = 0;
        for (long seed = 0; seed < 30; seed++) {
            caught += lateEffects(FenceTest::withoutFence, random(seed)).isEmpty() ? 0 : 1;
        }
        assertThat(caught).as("random histories that show the bug, of 30").isGreaterThan(20);
    }

    private static Command under(Epoch epoch, Fenced command) {
        return switch (command) {
            case AssignJob c ->
                    new AssignJob(c.at(), epoch, c.jobId(), c.attempt(), c.node(), c.token());
            case Command.AssignPart c ->
                    new Command.AssignPart(
                            c.at(), epoch, c.jobId(), c.part(), c.games(), c.node(), c.token());
            case RegisterNode c ->
                    new RegisterNode(
                            c.at(), epoch, c.node(), c.incarnation(), c.offered(), c.labels());
            case Command.RecordManifest c ->
                    new Command.RecordManifest(
                            c.at(),
                            epoch,
                            c.node(),
                            c.incarnation(),
                            c.base(),
                            c.version(),
                            c.added(),
                            c.removed());
            case TrainingStep c -> RandomTraining.under(epoch, c);
            case Command.ReleaseCopies c ->
                    new Command.ReleaseCopies(
                            c.at(), epoch, c.node(), c.rule(), c.copies(), c.files());
            case WebhookStep c -> RandomWebhooks.under(epoch, c);
            case Command.MarkNodeOffline c ->
                    new Command.MarkNodeOffline(
                            c.at(), epoch, c.node(), c.incarnation(), c.silentFor());
            case Command.LoseAttempt c ->
                    new Command.LoseAttempt(
                            c.at(),
                            epoch,
                            c.node(),
                            c.jobId(),
                            c.attempt(),
                            c.token(),
                            c.certainlyDead(),
                            c.message());
            case RenewLease c -> new RenewLease(c.at(), epoch, c.duration());
            case ReleaseLease c -> new ReleaseLease(c.at(), epoch);
            case SetPolicy c -> new SetPolicy(c.at(), epoch, c.policy());
            case Sweep c -> new Sweep(c.at(), epoch);
            case FoundCluster c -> new FoundCluster(c.at(), epoch, c.clusterId());
            case EnrolVoter c -> new EnrolVoter(c.at(), epoch, c.node(), c.incarnation());
            case ForgetVoter c -> new ForgetVoter(c.at(), epoch, c.node());
            case BeginRestore c ->
                    new BeginRestore(
                            c.at(),
                            epoch,
                            c.restore(),
                            c.parts(),
                            c.backupEpoch(),
                            c.rulesVersion());
            case RestorePart c -> new RestorePart(c.at(), epoch, c.restore(), c.number(), c.part());
            case FinishRestore c -> new FinishRestore(c.at(), epoch, c.restore());
            case AbortRestore c -> new AbortRestore(c.at(), epoch);
            case RaiseRulesVersion c -> new RaiseRulesVersion(c.at(), epoch, c.version());
        };
    }
}
