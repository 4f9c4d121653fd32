package io.ringrift.p2p.peers;

import static io.ringrift.p2p.Nouns.TIMING;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.model.NodeId;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Whom a leader may call OFFLINE, and when it rather doubts itself. */
class MassSilenceTest {

    private final MassSilence silence = new MassSilence();
    private final Map<NodeId, Long> heard = new TreeMap<>();
    private long now;

    private void nodes(int count) {
        for (int i = 0; i < count; i++) {
            heard.put(node(i), seconds(0));
        }
    }

    private static NodeId node(int number) {
        return new NodeId("n%03d".formatted(number));
    }

    private static long seconds(double seconds) {
        return (long) (seconds * 1e9);
    }

    /** Time passes; all but the first so many beat. */
    private List<NodeId> after(double seconds, int silent) {
        now = seconds(seconds);
        heard.keySet().stream().skip(silent).toList().forEach(id -> heard.put(id, now));
        return silence.due(heard, new Pace(TIMING, heard.size()), now);
    }

    @Test
    void aNodeIsDueJustAfterPeerTimeout() {
        nodes(2);
        assertThat(after(15, 1)).isEmpty();
        assertThat(after(15.001, 1)).containsExactly(node(0));
    }

    @Test
    void twoOfTwoAreNoMassAndThreeOfTenAreNoMoreThanAShare() {
        nodes(2);
        assertThat(after(16, 2)).hasSize(2);
        nodes(10);
        assertThat(after(16, 3)).hasSize(3);
        assertThat(silence.frozenSince()).isEmpty();
    }

    @Test
    void moreThanAThirdAtOnceFreezeUntilMostAreBack() {
        nodes(10);
        assertThat(after(16, 4)).isEmpty();
        assertThat(silence.frozenSince()).hasValue(seconds(16));
        assertThat(after(60, 4)).isEmpty();
        // One of the four is back: three are no mass of ten, and they are what is gone.
        assertThat(after(61, 3)).containsExactly(node(0), node(1), node(2));
        assertThat(silence.frozenSince()).isEmpty();
    }

    @Test
    void thoseWhoWentOneAfterTheOtherAreNoMass() {
        nodes(10);
        for (int i = 0; i < 4; i++) {
            heard.put(node(i), seconds(6.0 * i));
        }
        assertThat(after(16, 4)).containsExactly(node(0));
        heard.remove(node(0));
        assertThat(after(22, 3)).containsExactly(node(1));
    }

    @Test
    void whoStaysSilentForTenTimeoutsIsGivenUpAndFreezesNothingAgain() {
        nodes(10);
        assertThat(after(16, 5)).isEmpty();
        assertThat(after(16 + 150, 5)).isEmpty();
        assertThat(after(16 + 150.001, 5)).hasSize(5);
        assertThat(after(170, 5)).hasSize(5);
        assertThat(silence.frozenSince()).isEmpty();
    }

    @Test
    void aLeaderThatBeginsAnewDoubtsItselfAnew() {
        nodes(10);
        after(16, 5);
        silence.forget();
        assertThat(silence.frozenSince()).isEmpty();
    }

    @Test
    void thePaceIsTheConfiguredOneUntilThereAreTooManyNodes() {
        assertThat(new Pace(TIMING, 3).interval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(new Pace(TIMING, 10_000).interval()).isEqualTo(Duration.ofSeconds(5));
        Pace crowded = new Pace(TIMING, 30_000);
        assertThat(crowded.interval()).isEqualTo(Duration.ofSeconds(15));
        assertThat(crowded.suspectAfter()).isEqualTo(Duration.ofSeconds(30));
        assertThat(crowded.peerTimeout()).isEqualTo(Duration.ofSeconds(45));
    }

    @Test
    void onlyACrowdIsKeptFromBeatingInStep() {
        assertThat(new Pace(TIMING, 99).hold(99)).isEqualTo(Duration.ofSeconds(5));
        assertThat(new Pace(TIMING, 100).hold(0)).isEqualTo(Duration.ofSeconds(5));
        assertThat(new Pace(TIMING, 100).hold(99))
                .isBetween(Duration.ofMillis(4_500), Duration.ofMillis(4_510));
    }
}
