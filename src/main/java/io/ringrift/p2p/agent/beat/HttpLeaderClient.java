package io.ringrift.p2p.agent.beat;

import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.wire.Beat;
import io.ringrift.p2p.model.wire.BeatReply;
import io.ringrift.p2p.model.wire.ManifestChange;
import io.ringrift.p2p.model.wire.ManifestReply;
import io.ringrift.p2p.model.wire.Reports;
import io.ringrift.p2p.model.wire.ReportsReply;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks over HTTP. */
public final class HttpLeaderClient implements LeaderClient {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration REPORT = Duration.ofSeconds(30);
    private static final Duration GOODBYE = Duration.ofSeconds(2);
    private static final long MAX_ANSWER_BYTES = 16L << 20;

    private static final Pattern HELD = Pattern.compile("held;dur=([0-9]{1,12}(?:\\.[0-9]{1,9})?)");

    private final HttpClient http;
    private final JsonMapper json;
    private final TransportMeters meters;
    private final URI peer;
    private final Optional<String> bearer;
    private final Duration margin;

    /**
     * @param leader where the leader listens, such as {@code http://127.0.0.1:8770}
     * @param bearer the cluster's token, if it has one
     * @param margin how long an answer may take beyond the time for which it may be held back
     */
    public HttpLeaderClient(
            URI leader,
            NodeId node,
            Optional<String> bearer,
            JsonMapper json,
            TransportMeters meters,
            Duration margin) {
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT)
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .build();
        this.json = json;
        this.meters = meters;
        this.peer = leader.resolve("/peers/" + node + "/");
        this.bearer = bearer.map(token -> "Bearer " + token);
        this.margin = margin;
    }

    @Override
    public BeatReply beat(Beat beat)
            throws LeaderUnavailableException, SupersededException, InterruptedException {
        Duration patience = Duration.ofMillis(beat.waitMillis()).plus(margin);
        try {
            return post("heartbeat", beat, BeatReply.class, patience);
        } catch (LeaderUnavailableException e) {
            if (e.saysSuperseded()) {
                throw new SupersededException(e);
            }
            throw e;
        }
    }

    @Override
    public ReportsReply report(Reports reports)
            throws LeaderUnavailableException, InterruptedException {
        ReportsReply reply = post("reports", reports, ReportsReply.class, REPORT);
        if (reply.verdicts().size() != reports.reports().size()) {
            throw new LeaderUnavailableException(
                    "got %d verdicts for %d reports"
                            .formatted(reply.verdicts().size(), reports.reports().size()));
        }
        return reply;
    }

    @Override
    public ManifestReply manifest(ManifestChange change)
            throws LeaderUnavailableException, InterruptedException {
        return post("manifest", change, ManifestReply.class, REPORT);
    }

    @Override
    public void leave(UUID incarnation) throws LeaderUnavailableException, InterruptedException {
        byte[] _ = send("leave", Map.of("incarnation", incarnation), GOODBYE);
    }

    @Override
    public boolean log(UUID request, byte[] text, boolean found, boolean last)
            throws LeaderUnavailableException, InterruptedException {
        String door = "logs/" + request + "?found=" + found + "&last=" + last;
        HttpResponse<byte[]> answer =
                exchange(
                        door, BodyPublishers.ofByteArray(text), "application/octet-stream", REPORT);
        return switch (answer.statusCode()) {
            case 204 -> true;
            case 410 -> false;
            default -> throw refused("logs", answer.statusCode(), answer.body());
        };
    }

    private <T> T post(String door, Object body, Class<T> type, Duration patience)
            throws LeaderUnavailableException, InterruptedException {
        return read(send(door, body, patience), type);
    }

    private byte[] send(String door, Object body, Duration patience)
            throws LeaderUnavailableException, InterruptedException {
        HttpResponse<byte[]> answer =
                exchange(
                        door,
                        BodyPublishers.ofByteArray(json.writeValueAsBytes(body)),
                        "application/json",
                        patience);
        int status = answer.statusCode();
        if (status != 200 && status != 204) {
            throw refused(door, status, answer.body());
        }
        return answer.body();
    }

    private HttpResponse<byte[]> exchange(
            String door, HttpRequest.BodyPublisher body, String type, Duration patience)
            throws LeaderUnavailableException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(peer.resolve(door))
                        .timeout(patience)
                        .header("Content-Type", type)
                        .header("Accept", "application/json, application/problem+json")
                        .POST(body);
        bearer.ifPresent(value -> request.header("Authorization", value));
        long begun = meters.begin();
        try {
            HttpResponse<byte[]> answer =
                    http.send(
                            request.build(),
                            BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
            if (answer.statusCode() >= 500) {
                meters.lost();
            } else {
                meters.answered(begun, heldSeconds(answer));
            }
            return answer;
        } catch (IOException e) {
            meters.lost();
            throw unavailable(e.toString(), false, e);
        }
    }

    /** Keeps what a problem says; anything may answer in a leader's place, also with no problem. */
    private LeaderUnavailableException refused(String door, int status, byte[] body) {
        boolean blamed = status == 400 || status == 413 || status == 422;
        String message = door + " was answered with " + status;
        try {
            JsonNode problem = json.readTree(body);
            String code = problem.path("code").stringValue(null);
            String detail = problem.path("detail").stringValue(null);
            return new LeaderUnavailableException(
                    detail == null ? message : message + ": " + detail, blamed, code);
        } catch (JacksonException noProblem) {
            return new LeaderUnavailableException(message, blamed, null);
        }
    }

    /** A beat's answer is held back until there is work; the leader says how long. */
    private static double heldSeconds(HttpResponse<?> answer) {
        Matcher held = HELD.matcher(answer.headers().firstValue("Server-Timing").orElse(""));
        return held.find() ? Double.parseDouble(held.group(1)) / 1_000 : 0;
    }

    private <T> T read(byte[] body, Class<T> type) throws LeaderUnavailableException {
        try {
            // A newer leader may say more than we know.
            T value =
                    json.readerFor(type)
                            .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                            .readValue(body);
            if (value == null) {
                throw new LeaderUnavailableException("the answer is empty");
            }
            return value;
        } catch (JacksonException e) {
            throw unavailable("the answer makes no sense: " + e.getOriginalMessage(), false, e);
        }
    }

    private static LeaderUnavailableException unavailable(
            String message, boolean blamed, Exception cause) {
        LeaderUnavailableException e = new LeaderUnavailableException(message, blamed, null);
        e.initCause(cause);
        return e;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
