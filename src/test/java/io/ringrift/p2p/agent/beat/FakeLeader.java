package io.ringrift.p2p.agent.beat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.ringrift.p2p.agent.attempt.RunnerRig;
import io.ringrift.p2p.agent.data.DataRig;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.wire.AttemptReport;
import io.ringrift.p2p.model.wire.Beat;
import io.ringrift.p2p.model.wire.BeatReply;
import io.ringrift.p2p.model.wire.ManifestChange;
import io.ringrift.p2p.model.wire.ManifestReply;
import io.ringrift.p2p.model.wire.Reports;
import io.ringrift.p2p.model.wire.ReportsReply;
import io.ringrift.p2p.model.wire.StartOrder;
import io.ringrift.p2p.model.wire.StopOrder;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;

/** A leader that can be as bad as a test wants. */
final class FakeLeader implements AutoCloseable {

    final List<Beat> beats = new CopyOnWriteArrayList<>();
    final List<AttemptReport> reports = new CopyOnWriteArrayList<>();
    final List<@Nullable String> authorizations = new CopyOnWriteArrayList<>();
    final BlockingQueue<StartOrder> starts = new LinkedBlockingQueue<>();
    final BlockingQueue<StopOrder> stops = new LinkedBlockingQueue<>();
    volatile Epoch epoch = new Epoch(7);
    volatile @Nullable Long known = 0L;
    final List<ManifestChange> changes = new CopyOnWriteArrayList<>();
    volatile int status = 200;
    volatile @Nullable String garbage;
    volatile Predicate<AttemptReport> tooLarge = _ -> false;
    private final HttpServer server;

    FakeLeader(int port) throws IOException {
        server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/peers/node-1/heartbeat", this::heartbeat);
        server.createContext("/peers/node-1/reports", this::reports);
        server.createContext("/peers/node-1/manifest", this::manifest);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    static URI address(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    private void heartbeat(HttpExchange exchange) throws IOException {
        Beat beat = DataRig.JSON.readValue(exchange.getRequestBody().readAllBytes(), Beat.class);
        authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
        beats.add(beat);
        List<StartOrder> start = new ArrayList<>();
        List<StopOrder> stop = new ArrayList<>();
        if (status == 200 && garbage == null) {
            starts.drainTo(start);
            stops.drainTo(stop);
        }
        answer(
                exchange,
                new BeatReply(RunnerRig.NODE, epoch, 10, start, stop, null, null, known, null));
    }

    private void manifest(HttpExchange exchange) throws IOException {
        ManifestChange change =
                DataRig.JSON.readValue(
                        exchange.getRequestBody().readAllBytes(), ManifestChange.class);
        if (status == 200 && garbage == null) {
            if (change.base() == 0 || Objects.equals(change.base(), known)) {
                known = change.version();
                changes.add(change);
            }
        }
        Long now = known;
        answer(exchange, new ManifestReply(now == null ? 0 : now));
    }

    private void reports(HttpExchange exchange) throws IOException {
        Reports batch =
                DataRig.JSON.readValue(exchange.getRequestBody().readAllBytes(), Reports.class);
        if (batch.reports().stream().anyMatch(tooLarge)) {
            answer(
                    exchange,
                    400,
                    """
                    {"code":"invalid_request","detail":"reports[0].metrics has too many bytes"}\
                    """);
            return;
        }
        if (status == 200 && garbage == null) {
            reports.addAll(batch.reports());
        }
        answer(
                exchange,
                new ReportsReply(
                        batch.reports().stream()
                                .map(_ -> new ReportsReply.Verdict(true, null))
                                .toList()));
    }

    private void answer(HttpExchange exchange, Object reply) throws IOException {
        String rubbish = garbage;
        answer(
                exchange,
                status,
                rubbish == null ? DataRig.JSON.writeValueAsString(reply) : rubbish);
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
