package io.ringrift.p2p.agent.mover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;

class LineTest {

    private static final Duration LONG = Duration.ofSeconds(5);
    private static final int PAUSE = 999;
    private static final char[] SECRET = "secret".toCharArray();

    private static InputStream in(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Head head(String text) throws IOException {
        return new Head.Reader().read(in(text));
    }

    @Test
    void aHeadIsReadToItsEndAndNoFurther() throws IOException {
        List<String> lines =
                List.of(
                        "HTTP/1.1 206 Partial",
                        "ETag:\t\"x\" ",
                        "Content-LENGTH: 3",
                        "etag: y",
                        "",
                        "abc");
        InputStream in = in(String.join("\r\n", lines));

        Head head = new Head.Reader().read(in);

        assertThat(head.status()).isEqualTo(206);
        assertThat(head.field("etag")).isEqualTo("\"x\"");
        assertThat(head.field("Content-Length")).isEqualTo("3");
        assertThat(head.field("Range")).isEmpty();
        assertThat(head.keeps()).isTrue();
        assertThat(in.readAllBytes()).asString().isEqualTo("abc");
    }

    @ParameterizedTest
    @CsvSource({"1.1, close, false", "1.1, 'x, Close', false", "1.0, x, false", "1.1, x, true"})
    void itSaysWhetherTheConnectionStays(String version, String connection, boolean keeps)
            throws IOException {
        String text = "HTTP/%s 200 OK\r\nConnection: %s\r\n\r\n".formatted(version, connection);

        assertThat(head(text).keeps()).isEqualTo(keeps);
    }

    @Test
    void whatComesBeforeTheAnswerIsSkipped() throws IOException {
        assertThat(head("HTTP/1.1 103 Early\r\nA: b\r\n\r\nHTTP/1.1 200\r\n\r\n").status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-x\r\n\r\n",
                "HTTP/2 200\r\n\r\n",
                "HTTP/1.1 99 X\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\nA : b\r\n\r\n",
                "HTTP/1.1 200 OK\r\nA: b\r\n folded\r\n\r\n",
            })
    void whatIsNoHttpIsRefused(String text) {
        assertThatThrownBy(() -> head(text)).isInstanceOf(IOException.class);
    }

    @Test
    void aHeadThatDoesNotEndIsRefused() {
        assertThatThrownBy(() -> head("HTTP/1.1 200 OK\r\nA: " + "x".repeat(20_000)))
                .hasMessageContaining("does not end");
        assertThatThrownBy(() -> head("HTTP/1.1 200 OK\r\n")).isInstanceOf(EOFException.class);
    }

    @Test
    void afterAPauseItGoesOn() throws IOException {
        Iterator<Integer> bytes = List.of((int) 'H', (int) 'T', PAUSE, (int) 'T').iterator();
        InputStream slow =
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        int next = bytes.hasNext() ? bytes.next() : -1;
                        if (next == PAUSE) {
                            throw new SocketTimeoutException();
                        }
                        return next;
                    }

                    @Override
                    public int read(byte[] into, int from, int length) {
                        throw new UnsupportedOperationException();
                    }
                };
        InputStream in = new SequenceInputStream(slow, in("P/1.1 200 OK\r\n\r\n"));
        Head.Reader reader = new Head.Reader();

        assertThatThrownBy(() -> reader.read(in)).isInstanceOf(SocketTimeoutException.class);
        assertThat(reader.hasBegun()).isTrue();
        assertThat(reader.read(in).status()).isEqualTo(200);
    }

    @Test
    void overTlsTheCertificateMustBeTrusted(@TempDir Path dir) throws Exception {
        KeyStore keys = selfSigned(dir);
        byte[] content = MoverRig.content(300_000, 3);
        HttpsServer server = serve(keys, content);
        URI url = URI.create("https://localhost:" + server.getAddress().getPort());
        try (Lines trusting =
                        new Lines(LONG, Duration.ofMillis(20), context(keys)::getSocketFactory);
                Lines others = new Lines(LONG, LONG)) {
            Line line = trusting.take(url);
            line.get(url.resolve("/x?local=true"), Map.of("Range", "bytes=0-299999"));
            Head head = patiently(() -> line.head(new Head.Reader()));
            byte[] got = new byte[content.length];
            for (int at = 0; at < got.length; ) {
                int from = at;
                at += patiently(() -> line.body(got, from, got.length - from));
            }

            assertThat(head.status()).isEqualTo(200);
            assertThat(got).isEqualTo(content);
            assertThatThrownBy(() -> others.take(url)).isInstanceOf(SSLHandshakeException.class);
            URI otherName = URI.create("https://127.0.0.1:" + url.getPort());
            assertThatThrownBy(() -> trusting.take(otherName))
                    .isInstanceOf(SSLHandshakeException.class);
            Lines.close(line);
        } finally {
            server.stop(0);
        }
    }

    private interface Read<T> {
        T run() throws IOException;
    }

    private static <T> T patiently(Read<T> read) throws IOException {
        while (true) {
            try {
                return read.run();
            } catch (SocketTimeoutException notYet) {
                // It is to be called again.
            }
        }
    }

    private static KeyStore selfSigned(Path dir) throws Exception {
        Path file = dir.resolve("keys");
        String arguments =
                "-genkeypair -alias a -keyalg EC -dname CN=localhost -ext san=dns:localhost"
                        + " -storepass secret -keystore "
                        + file;
        List<String> command = new ArrayList<>(List.of(arguments.split(" ", -1)));
        command.addFirst(Path.of(System.getProperty("java.home"), "bin/keytool").toString());
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
        return KeyStore.getInstance(file.toFile(), SECRET);
    }

    private static SSLContext context(KeyStore keys) throws Exception {
        KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
        own.init(keys, SECRET);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
        trusted.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }

    /** Halfway it pauses for longer than a read waits. */
    private static HttpsServer serve(KeyStore keys, byte[] content) throws Exception {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpsServer server = HttpsServer.create(address, 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context(keys)));
        server.createContext(
                "/x",
                exchange -> {
                    exchange.sendResponseHeaders(200, content.length);
                    exchange.getResponseBody().write(content, 0, 100_000);
                    exchange.getResponseBody().flush();
                    LockSupport.parkNanos(100_000_000);
                    exchange.getResponseBody().write(content, 100_000, content.length - 100_000);
                    exchange.close();
                });
        server.start();
        return server;
    }
}
