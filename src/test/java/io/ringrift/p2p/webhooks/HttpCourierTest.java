package io.ringrift.p2p.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.webhooks.format.Letter;
import io.ringrift.p2p.webhooks.guard.AddressGuard;
import io.ringrift.p2p.webhooks.guard.CidrRange;
import io.ringrift.p2p.webhooks.guard.HostLookup;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

class HttpCourierTest {

    private static final Letter LETTER =
            new Letter(Map.of("content-type", "application/json", "webhook-id", "msg_1"), "{}");
    private static final List<CidrRange> LOOPBACK = List.of(CidrRange.parse("127.0.0.0/8"));

    private final TestReceiver receiver = new TestReceiver();
    private final List<AutoCloseable> toClose = new ArrayList<>(List.of(receiver));

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : toClose) {
            one.close();
        }
    }

    private HttpCourier courier(HostLookup lookup, List<CidrRange> allowed, Duration deadline) {
        HttpCourier courier =
                new HttpCourier(
                        lookup,
                        new AddressGuard(allowed),
                        deadline,
                        16,
                        Clock.systemUTC(),
                        System::nanoTime);
        toClose.add(courier);
        return courier;
    }

    private HttpCourier courier() {
        return courier(InetAddress::getAllByName, LOOPBACK, Duration.ofSeconds(5));
    }

    private Answer post(String path) {
        return courier().post(URI.create(receiver.url(path)), LETTER);
    }

    @Test
    void carriesTheLetterAndTheAnswer() {
        receiver.behaves(TestReceiver.answering(200, "thank\tyou\n"));
        Answer answer = post("/hook?x=1");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("thank you");
        assertThat(answer.isFine()).isTrue();
        assertThat(receiver.received()).hasSize(1);
        var request = receiver.received().getFirst();
        assertThat(request.path()).isEqualTo("/hook?x=1");
        assertThat(request.text()).isEqualTo(LETTER.text());
        assertThat(request.headers())
                .containsEntry("webhook-id", "msg_1")
                .containsEntry("content-type", "application/json")
                .doesNotContainKey("accept-encoding");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectIsAFailureAndNotFollowed(int status) {
        try (TestReceiver other = new TestReceiver()) {
            receiver.behaves(TestReceiver.answering(status, "", "Location", other.url("/inner")));
            Answer answer = post("/");
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.isFine()).isFalse();
            assertThat(other.received()).isEmpty();
        }
    }

    @Test
    void whatTheReceiverAsksForIsHeard() {
        receiver.behaves(TestReceiver.answering(429, "slow", "Retry-After", "120"));
        assertThat(post("/").askedWait()).isEqualTo(Duration.ofMinutes(2));
        receiver.behaves(
                TestReceiver.answering(503, "", "Retry-After", "Thu, 31 Dec 2099 23:59:59 GMT"));
        assertThat(post("/").askedWait()).isGreaterThan(Duration.ofDays(1));
        receiver.behaves(TestReceiver.answering(503, "", "Retry-After", "soon"));
        assertThat(post("/").askedWait()).isZero();
        receiver.behaves(TestReceiver.answering(410, ""));
        assertThat(post("/").isGone()).isTrue();
    }

    @Test
    void aBombIsNotUnpackedAndAFloodIsNotDrunk() {
        AtomicLong sent = new AtomicLong();
        receiver.behaves(
                exchange -> {
                    exchange.getResponseHeaders().add("Content-Encoding", "gzip");
                    exchange.sendResponseHeaders(200, 0);
                    byte[] chunk = new byte[64 << 10];
                    try (OutputStream out = exchange.getResponseBody()) {
                        for (int i = 0; i < 16_384; i++) {
                            out.write(chunk);
                            sent.addAndGet(chunk.length);
                        }
                    }
                });
        Answer answer = post("/");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text().length()).isLessThanOrEqualTo(1_024);
        assertThat(sent.get()).as("of a gigabyte").isLessThan(64L << 20);
    }

    /** One byte now and then keeps a connection from timing out by itself. */
    @Test
    void aReceiverThatDripsIsCutOff() throws IOException {
        try (ServerSocket dripping = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> drip(dripping));
            Duration deadline = Duration.ofMillis(600);
            Answer answer =
                    courier(InetAddress::getAllByName, LOOPBACK, deadline)
                            .post(
                                    URI.create("http://127.0.0.1:" + dripping.getLocalPort()),
                                    LETTER);
            assertThat(answer.status()).isZero();
            assertThat(answer.fault()).isEqualTo("no answer within 600 ms");
            assertThat(answer.took()).isBetween(deadline, Duration.ofSeconds(5));
        }
    }

    private static void drip(ServerSocket server) {
        try (Socket socket = server.accept()) {
            socket.setSoTimeout(50);
            OutputStream out = socket.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\nX-Drip: ".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write('x');
                out.flush();
                try {
                    int _ = socket.getInputStream().read();
                } catch (java.net.SocketTimeoutException _) {
                    // That was the pause.
                }
            }
        } catch (IOException _) {
            // Cut off.
        }
    }

    @Test
    void nobodyThereIsAnAnswerToo() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        Answer answer = courier().post(URI.create("http://127.0.0.1:" + port), LETTER);
        assertThat(answer.fault()).isEqualTo("it cannot be connected to");
        assertThat(answer.status()).isZero();
    }

    @Test
    void loopbackIsRefusedUnlessTheSettingsSayOtherwise() {
        HttpCourier strict = courier(InetAddress::getAllByName, List.of(), Duration.ofSeconds(5));
        for (String host : List.of("127.0.0.1", "localhost", "[::1]")) {
            Answer answer =
                    strict.post(
                            URI.create("https://" + host + ":" + receiver.port() + "/"), LETTER);
            assertThat(answer.fault()).as(host).startsWith("refused: ");
        }
        assertThat(receiver.received()).isEmpty();
    }

    /**
     * The name is honest when it is looked at first and leads inside when it is looked at again.
     * Each connection looks once and goes to what it saw.
     */
    @Test
    void aNameThatFlipsIsLookedAtOnceForEachConnection() {
        AtomicInteger lookups = new AtomicInteger();
        InetAddress allowed = InetAddress.ofLiteral("127.0.0.1");
        InetAddress denied = InetAddress.ofLiteral("127.0.0.2");
        HostLookup flipping =
                _ -> new InetAddress[] {lookups.getAndIncrement() % 2 == 0 ? allowed : denied};
        HttpCourier courier =
                courier(flipping, List.of(CidrRange.parse("127.0.0.1/32")), Duration.ofSeconds(5));
        URI url = URI.create("http://receiver.example:" + receiver.port() + "/");
        receiver.behaves(TestReceiver.answering(200, "", "Connection", "close"));
        Answer first = courier.post(url, LETTER);
        assertThat(first.status()).isEqualTo(200);
        assertThat(lookups).hasValue(1);
        assertThat(courier.post(url, LETTER).fault()).startsWith("refused: 127.0.0.2 ");
        assertThat(lookups).hasValue(2);
        assertThat(receiver.received()).hasSize(1);
        assertThat(receiver.received().getFirst().headers())
                .containsEntry("host", "receiver.example:" + receiver.port());
    }

    @Test
    void oneInnerAddressBesideAnOuterOneIsEnoughToRefuse() {
        HostLookup both =
                _ ->
                        new InetAddress[] {
                            InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("10.0.0.1")
                        };
        Answer answer =
                courier(both, LOOPBACK, Duration.ofSeconds(5))
                        .post(URI.create("http://x.example:" + receiver.port() + "/"), LETTER);
        assertThat(answer.fault()).startsWith("refused: 10.0.0.1 ");
        assertThat(receiver.received()).isEmpty();
    }

    @Test
    void noProxyIsAskedByAccident() {
        String before = System.getProperty("http.proxyHost");
        System.setProperty("http.proxyHost", "127.0.0.1");
        System.setProperty("http.proxyPort", "1");
        System.setProperty("http.nonProxyHosts", "");
        try {
            assertThat(post("/").status()).isEqualTo(204);
        } finally {
            for (String name : List.of("http.proxyPort", "http.nonProxyHosts", "http.proxyHost")) {
                System.clearProperty(name);
            }
            if (before != null) {
                System.setProperty("http.proxyHost", before);
            }
        }
    }
}
