package io.ringrift.p2p.webhooks;

import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.webhooks.format.Letter;
import io.ringrift.p2p.webhooks.guard.AddressGuard;
import io.ringrift.p2p.webhooks.guard.AddressRefusedException;
import io.ringrift.p2p.webhooks.guard.HostLookup;
import io.ringrift.p2p.webhooks.guard.VettedResolver;

import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.Closer;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLException;

/**
 * Posts over HTTP to exactly the addresses that the guard has vetted. It follows no redirect, asks
 * no proxy, keeps no cookie, unpacks nothing, and reads no more of an answer than it must.
 */
final class HttpCourier implements Courier, AutoCloseable {

    /** Bytes of an answer that are read; behind them the connection is given up. */
    static final int MAX_ANSWER_BYTES = 64 << 10;

    private static final int KEPT_BYTES = 1 << 10;
    private static final Timeout IDLE = Timeout.ofSeconds(30);

    private final CloseableHttpClient secure;
    private final CloseableHttpClient plain;
    private final Duration deadline;
    private final Clock clock;
    private final MonotonicClock nanos;

    /**
     * @param deadline for one post as a whole
     * @param connections at a time
     */
    HttpCourier(
            HostLookup lookup,
            AddressGuard guard,
            Duration deadline,
            int connections,
            Clock clock,
            MonotonicClock nanos) {
        this.secure = client(new VettedResolver(lookup, guard, false), deadline, connections);
        this.plain = client(new VettedResolver(lookup, guard, true), deadline, connections);
        this.deadline = deadline;
        this.clock = clock;
        this.nanos = nanos;
    }

    private static CloseableHttpClient client(
            VettedResolver resolver, Duration deadline, int connections) {
        Timeout timeout = Timeout.of(deadline);
        return HttpClients.custom()
                .setConnectionManager(
                        PoolingHttpClientConnectionManagerBuilder.create()
                                .setDnsResolver(resolver)
                                .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.STRICT)
                                .setMaxConnTotal(connections)
                                .setMaxConnPerRoute(connections)
                                .setDefaultConnectionConfig(
                                        ConnectionConfig.custom()
                                                .setConnectTimeout(timeout)
                                                .setSocketTimeout(timeout)
                                                .setIdleTimeout(IDLE)
                                                .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                                                .build())
                                .build())
                .setDefaultRequestConfig(
                        RequestConfig.custom()
                                .setConnectionRequestTimeout(timeout)
                                .setResponseTimeout(timeout)
                                .setRedirectsEnabled(false)
                                .setAuthenticationEnabled(false)
                                .setContentCompressionEnabled(false)
                                .setProtocolUpgradeEnabled(false)
                                .build())
                // The default planner knows no proxy; said, so that no later default finds one.
                .setRoutePlanner(new DefaultRoutePlanner(null))
                .disableRedirectHandling()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableAutomaticRetries()
                .setUserAgent("ringrift-p2p-webhooks")
                .build();
    }

    @Override
    public Answer post(URI to, Letter letter) {
        long began = nanos.nanos();
        try {
            try {
                return once(to, letter, began);
            } catch (NoHttpResponseException _) {
                // The receiver had closed a connection that was kept; another one is at hand.
                return once(to, letter, began);
            }
        } catch (IOException e) {
            return Answer.none(fault(e, since(began)), since(began));
        }
    }

    private Answer once(URI to, Letter letter, long began) throws IOException {
        HttpPost request = new HttpPost(to);
        letter.headers().forEach(request::setHeader);
        request.setEntity(new ByteArrayEntity(letter.body(), null));
        long left = deadline.minus(since(began)).toMillis();
        var alarm =
                CompletableFuture.runAsync(
                        request::cancel,
                        CompletableFuture.delayedExecutor(
                                Math.max(1, left), TimeUnit.MILLISECONDS));
        HttpHost host = new HttpHost(to.getScheme(), to.getHost(), to.getPort());
        try {
            return answer(client(to).executeOpen(host, request, null), request, began);
        } finally {
            alarm.cancel(false);
        }
    }

    private CloseableHttpClient client(URI to) {
        return to.getScheme().equals("https") ? secure : plain;
    }

    /**
     * Closing an answer reads what is left of it; so a long one is cut off first, and then its
     * closing fails, which is as it should be.
     */
    private Answer answer(ClassicHttpResponse response, HttpPost request, long began)
            throws IOException {
        try {
            byte[] body = {};
            if (response.getEntity() != null) {
                InputStream in = response.getEntity().getContent();
                body = in == null ? body : in.readNBytes(MAX_ANSWER_BYTES);
            }
            if (body.length == MAX_ANSWER_BYTES) {
                request.cancel();
            }
            byte[] kept = Arrays.copyOf(body, Math.min(body.length, KEPT_BYTES));
            return new Answer(
                    response.getCode(),
                    new String(kept, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", " ").strip(),
                    null,
                    asked(response.getFirstHeader("Retry-After")),
                    since(began));
        } finally {
            Closer.closeQuietly(response);
        }
    }

    private Duration asked(@Nullable Header header) {
        String text = header == null || header.getValue() == null ? "" : header.getValue().strip();
        if (text.matches("\\d{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        try {
            Instant until = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
            Duration wait = Duration.between(clock.instant(), until);
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeParseException _) {
            return Duration.ZERO;
        }
    }

    private Duration since(long began) {
        return Duration.ofNanos(nanos.nanos() - began);
    }

    private String fault(IOException e, Duration took) {
        return switch (e) {
            case AddressRefusedException refused -> "refused: " + refused.getMessage();
            case UnknownHostException _ -> "its host name cannot be resolved";
            case ConnectException _ -> "it cannot be connected to";
            case SSLException tls -> "TLS failed: " + tls.getMessage();
            case InterruptedIOException _ -> "no answer within " + deadline.toMillis() + " ms";
            default ->
                    took.compareTo(deadline) >= 0
                            ? "no answer within " + deadline.toMillis() + " ms"
                            : "the connection broke: " + e.getMessage();
        };
    }

    @Override
    public void close() throws IOException {
        secure.close();
        plain.close();
    }
}
