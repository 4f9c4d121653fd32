package io.ringrift.p2p.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.model.Epoch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;

/**
 * Random histories with the invariants checked after every command. {@code -Dhistories=10000} runs
 * more of them, {@code -Dseed=17} one of them again.
 */
class HistoryTest {

    private static final int COMMANDS = 500;

    static LongStream seeds() {
        Long seed = Long.getLong("seed");
        return seed != null
                ? LongStream.of(seed)
                : LongStream.range(0, Long.getLong("histories", 200L));
    }

    /** An empty state; other seeds, other rules. */
    private static ClusterState beginning(long seed) {
        int[] rules = {1, 2, RulesVersion.known(), RulesVersion.known()};
        return ClusterState.EMPTY.withRules(rules[(int) (seed % rules.length)]);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theInvariantsHoldAfterEveryCommand(long seed) {
        History history = new History(seed);
        ClusterState state = beginning(seed);
        for (int i = 0; i < COMMANDS; i++) {
            Command command = history.next(state);
            Epoch before = state.lease().epoch();
            Engine.Step step = Engine.apply(state, command);
            if (step.decision() instanceof Decision.Refused refused) {
                assertThat(refused.why())
                        .as("seed %d, command %d, %s", seed, i, command)
                        .isNotInstanceOf(Rejection.EngineFault.class);
                assertThat(step.state()).isSameAs(state);
            }
            state = step.state();
            assertThat(Invariants.check(state))
                    .as("seed %d, after command %d, %s", seed, i, command)
                    .isEmpty();
            assertThat(
                            before.isOlderThan(state.lease().epoch())
                                    || before.equals(state.lease().epoch()))
                    .as("seed %d, command %d: epochs only rise", seed, i)
                    .isTrue();
        }
    }

    /** A history in which nothing happens proves nothing. */
    @Test
    void theHistoriesReachEveryEventAndEveryRefusal() {
        Set<String> events = new TreeSet<>();
        Set<String> refusals = new TreeSet<>();
        for (long seed = 0; seed < 200; seed++) {
            History history = new History(seed);
            ClusterState state = beginning(seed);
            for (int i = 0; i < COMMANDS; i++) {
                Engine.Step step = Engine.apply(state, history.next(state));
                switch (step.decision()) {
                    case Decision.Accepted accepted ->
                            accepted.events()
                                    .forEach(event -> events.add(event.getClass().getSimpleName()));
                    case Decision.Refused refused -> refusals.add(refused.why().code());
                }
                state = step.state();
            }
        }
        assertThat(events).containsExactlyInAnyOrderElementsOf(leaves(Event.class));
        assertThat(refusals)
                // Such limits take more of everything than a random history has.
                .hasSize(leaves(Rejection.class).size() - 6)
                .doesNotContain(
                        "engine_fault",
                        "too_many_files",
                        "too_many_configs",
                        "too_many_pins",
                        "too_many_endpoints",
                        "too_many_quarantines");
    }

    static Set<String> leaves(Class<?> sealed) {
        Set<String> names = new TreeSet<>();
        for (Class<?> permitted : sealed.getPermittedSubclasses()) {
            if (permitted.isSealed()) {
                names.addAll(leaves(permitted));
            } else {
                names.add(permitted.getSimpleName());
            }
        }
        return names;
    }
}
