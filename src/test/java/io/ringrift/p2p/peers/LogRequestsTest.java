package io.ringrift.p2p.peers;

import static io.ringrift.p2p.Nouns.A;
import static io.ringrift.p2p.Nouns.B;
import static io.ringrift.p2p.Nouns.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringrift.p2p.model.wire.LogOrder;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** What waits between a node that sends a log and whoever reads it. */
class LogRequestsTest {

    private final LogRequests requests = new LogRequests();

    private static LogOrder order(int number) {
        return new LogOrder(new UUID(0, number), job(1), 1, 10, false);
    }

    private static LogRequests.Piece piece(String text, boolean last) {
        return new LogRequests.Piece(text.getBytes(StandardCharsets.UTF_8), true, last);
    }

    @Test
    void aWishIsToldToItsNodeUntilThatBeginsToSend() throws Exception {
        LogRequests.Wish wish = requests.open(A, order(1)).orElseThrow();
        assertThat(requests.of(A)).containsExactly(order(1));
        assertThat(requests.of(B)).isEmpty();
        assertThat(requests.take(B, new UUID(0, 1), piece("stolen", false))).isFalse();
        assertThat(requests.take(A, new UUID(0, 1), piece("one", false))).isTrue();
        assertThat(requests.of(A)).isEmpty();
        assertThat(requests.take(A, new UUID(0, 1), piece("two", true))).isFalse();
        assertThat(text(wish)).isEqualTo("one");
        assertThat(text(wish)).isEqualTo("two");
        assertThat(wish.next(Duration.ofMillis(1))).isNull();
    }

    private static String text(LogRequests.Wish wish) throws InterruptedException {
        LogRequests.Piece piece = wish.next(Duration.ofSeconds(5));
        return new String(Objects.requireNonNull(piece).text(), StandardCharsets.UTF_8);
    }

    @Test
    void aReaderThatIsGoneEndsTheSending() throws Exception {
        LogRequests.Wish wish = requests.open(A, order(1)).orElseThrow();
        for (int i = 0; i < 4; i++) {
            assertThat(requests.take(A, new UUID(0, 1), piece("x", false))).isTrue();
        }
        CompletableFuture<Boolean> held =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return requests.take(A, new UUID(0, 1), piece("x", false));
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        });
        await().pollDelay(Duration.ofMillis(200)).until(() -> !held.isDone());
        requests.close(wish);
        assertThat(held.get()).isFalse();
        assertThat(requests.take(A, new UUID(0, 1), piece("x", false))).isFalse();
    }

    @Test
    void thereIsALimitToTheWishes() {
        for (int i = 0; i < LogRequests.MOST; i++) {
            assertThat(requests.open(A, order(i))).isPresent();
        }
        assertThat(requests.open(A, order(1_000))).isEmpty();
    }
}
