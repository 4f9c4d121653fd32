package io.ringrift.p2p.it;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.DataPath;
import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.security.ClusterToken;
import io.ringrift.p2p.security.DataTickets;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;

/** The doors to the files of a voter and of an agent that has no log, as real processes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class DataDoorsIT {

    private static final String TOKEN = "0123456789abcdef-data";
    private static final byte[] CONTENT = content(3 << 20);
    private static final String SHA256 = sha256(CONTENT);

    @TempDir static Path folder;

    private RealNode voter;
    private RealNode agent;

    private static byte[] content(int size) {
        byte[] bytes = new byte[size];
        new SplittableRandom(7).nextBytes(bytes);
        return bytes;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @BeforeAll
    void start() throws IOException {
        voter = node("v", RealNode.freePort());
        String voters = "v=127.0.0.1:" + voter.port();
        voter.with("RINGRIFT_P2P_VOTERS", voters).start();
        agent = node("w", RealNode.freePort()).with("RINGRIFT_P2P_VOTERS", voters).start();
    }

    private static RealNode node(String name, int port) throws IOException {
        return new RealNode(Files.createDirectories(folder.resolve(name)), name, "127.0.0.1", port)
                .with("RINGRIFT_P2P_AUTH_TOKEN", TOKEN)
                .with("RINGRIFT_P2P_HEARTBEAT_INTERVAL", "1s")
                .with("RINGRIFT_P2P_PEER_TIMEOUT", "5s")
                // Each keeps what it was given.
                .with("RINGRIFT_P2P_DATA_SYNC_ENABLED", "false")
                .with("RINGRIFT_P2P_DATA_SCAN_INTERVAL", "200ms")
                .with("RINGRIFT_P2P_DATA_SETTLE", "100ms");
    }

    @AfterAll
    void stop() {
        agent.close();
        voter.close();
    }

    private HttpResponse<String> put(RealNode node, String path, byte[] body)
            throws IOException, InterruptedException {
        return node.send(
                node.request("/data/files/" + path)
                        .header("X-Content-SHA256", sha256(body))
                        .PUT(BodyPublishers.ofByteArray(body)));
    }

    private HttpResponse<byte[]> read(RealNode node, String path, String... headers)
            throws IOException, InterruptedException {
        var request = node.request("/data/files/" + path + "?local=true");
        return HttpClient.newHttpClient()
                .send(
                        (headers.length == 0 ? request : request.headers(headers)).build(),
                        BodyHandlers.ofByteArray());
    }

    @Test
    void everyNodeServesItsOwnDiskAndNoOther() throws Exception {
        for (RealNode node : new RealNode[] {voter, agent}) {
            String path = "models/hex5_2p/of%20" + node.name() + "/m.bin";
            assertThat(put(node, path, CONTENT).statusCode()).isEqualTo(201);
            HttpResponse<byte[]> whole = read(node, path);
            assertThat(whole.statusCode()).isEqualTo(200);
            assertThat(whole.headers().firstValue("ETag")).contains('"' + SHA256 + '"');
            assertThat(sha256(whole.body())).isEqualTo(SHA256);
            HttpResponse<byte[]> part = read(node, path, "Range", "bytes=1048576-2097151");
            assertThat(part.statusCode()).isEqualTo(206);
            assertThat(part.body()).isEqualTo(Arrays.copyOfRange(CONTENT, 1 << 20, 2 << 20));
        }
        assertThat(read(voter, "models/hex5_2p/of%20w/m.bin").statusCode()).isEqualTo(404);
        assertThat(agent.json("/data/manifest").path("node_id").asString("")).isEqualTo("w");
        assertThat(voter.json("/data/manifest").path("node_id").asString("")).isEqualTo("v");
    }

    @Test
    void bytesAreBytesWhateverTheSenderCallsThem() throws Exception {
        byte[] body = "a=1&config_key=other".getBytes(UTF_8);
        String path = "games/hex5_2p/by-curl.txt";
        HttpResponse<String> answer =
                agent.send(
                        agent.request("/data/files/" + path)
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .header("X-Content-SHA256", sha256(body))
                                .PUT(BodyPublishers.ofByteArray(body)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(read(agent, path).body()).isEqualTo(body);
    }

    @Test
    void aFileThatAPersonPutsThereIsFound() throws Exception {
        Path games = Files.createDirectories(agent.data().resolve("files/games/hex5_2p"));
        Files.write(games.resolve("g.jsonl"), CONTENT);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> read(agent, "games/hex5_2p/g.jsonl").statusCode() == 200);
        JsonNode page = agent.json("/data/manifest");
        assertThat(page.path("files").toString()).contains(SHA256);
        HttpResponse<String> verify = agent.post("/data/verify", "");
        assertThat(verify.statusCode()).as(verify.body()).isEqualTo(202);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> !agent.json("/data/verify").path("running").asBoolean(true));
        assertThat(agent.json("/data/verify").path("damages").asInt(-1)).isZero();
    }

    @Test
    void theOutputsOfAJobAreDataOfTheNodeThatRanIt() throws Exception {
        String job =
                agent.submit(
                        """
                        {"job_type":"selfplay","config_key":"hex5_2p","num_games":4,"node_id":"w"}
                        """);
        assertThat(agent.awaitEnd(job).path("status").asString("")).isEqualTo("completed");
        String path = "games/hex5_2p/" + job + "-1/games.jsonl";
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> read(agent, path).statusCode() == 200);
        assertThat(agent.json("/data/manifest").path("files").toString())
                .contains("\"job\":\"" + job + "\"");
    }

    @Test
    void aBrokenUploadGoesOnWhereItStopped() throws Exception {
        String path = "/data/files/models/hex5_2p/broken.bin";
        String head =
                "PUT "
                        + path
                        + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
                        + TOKEN
                        + "\r\nX-Content-SHA256: "
                        + SHA256
                        + "\r\nContent-Range: bytes 0-"
                        + (CONTENT.length - 1)
                        + "/"
                        + CONTENT.length
                        + "\r\nContent-Length: "
                        + CONTENT.length
                        + "\r\n\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), agent.port())) {
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(CONTENT, 0, 1 << 20);
            socket.getOutputStream().flush();
            Path part = agent.data().resolve("files/.incoming/" + SHA256 + ".put");
            Awaitility.await().until(() -> Files.exists(part) && Files.size(part) == 1 << 20);
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> piece(path, "bytes */" + CONTENT.length, 0, 0).statusCode() == 202);
        HttpResponse<String> asked = piece(path, "bytes */" + CONTENT.length, 0, 0);
        assertThat(asked.headers().firstValue("Upload-Offset")).contains("1048576");
        HttpResponse<String> rest =
                piece(
                        path,
                        "bytes 1048576-" + (CONTENT.length - 1) + "/" + CONTENT.length,
                        1 << 20,
                        CONTENT.length);
        assertThat(rest.statusCode()).as(rest.body()).isEqualTo(201);
        assertThat(sha256(read(agent, "models/hex5_2p/broken.bin").body())).isEqualTo(SHA256);
    }

    private HttpResponse<String> piece(String path, String range, int from, int to)
            throws IOException, InterruptedException {
        return agent.send(
                agent.request(path)
                        .header("X-Content-SHA256", SHA256)
                        .header("Content-Range", range)
                        .PUT(BodyPublishers.ofByteArray(CONTENT, from, to - from)));
    }

    @Test
    void aTicketOpensOneDoorOnly() throws Exception {
        assertThat(put(agent, "models/hex5_2p/ticket.bin", CONTENT).statusCode()).isEqualTo(201);
        DataKey key =
                new DataKey(
                        DataKind.MODELS, new DataPath("hex5_2p/ticket.bin"), new Sha256(SHA256));
        DataTickets tickets = new DataTickets(ClusterToken.of(TOKEN), InstantSource.system());
        String ticket = tickets.issue("GET", new NodeId("w"), key).orElseThrow();
        String door = "/data/files/models/hex5_2p/ticket.bin";
        String tag = '"' + SHA256 + '"';
        assertThat(withTicket(agent, door, ticket, "If-Match", tag)).isEqualTo(200);
        assertThat(withTicket(agent, door, ticket, "Accept", "*/*")).isEqualTo(401);
        assertThat(withTicket(voter, door, ticket, "If-Match", tag)).isEqualTo(401);
        assertThat(withTicket(agent, "/data/manifest", ticket, "If-Match", tag)).isEqualTo(401);
        assertThat(withTicket(agent, "/jobs", ticket, "If-Match", tag)).isEqualTo(401);
    }

    private static int withTicket(
            RealNode node, String path, String ticket, String header, String value)
            throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path))
                                .header("Authorization", "Ticket " + ticket)
                                .header(header, value)
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    /** What no client library would send: straight onto the wire. */
    @Test
    void noCrookedAddressLeadsAnywhere() throws IOException {
        Files.writeString(folder.resolve("secret"), "secret");
        for (String path :
                new String[] {
                    "/data/files/games/../../../secret",
                    "/data/files/games/%2e%2e/%2e%2e/secret",
                    "/data/files/games/..%2f..%2fsecret",
                    "/data/files/games/hex5_2p/..;/x",
                    "/data/files/games//etc/passwd",
                    "/data/files/games/%2fetc%2fpasswd",
                    "/data/files/games/hex5_2p/%5c..%5cx",
                    "/data/files/games/hex5_2p/x%00",
                    "/data/files/games/hex5_2p/%c0%ae%c0%ae/x",
                    "/data/files/..%252f..%252fsecret",
                    "/data/files/.incoming/x",
                    "/data/files/./games/hex5_2p/x",
                }) {
            assertThat(rawStatus(path)).as(path).matches("HTTP/1.1 (400|404|401).*");
        }
    }

    private String rawStatus(String path) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), agent.port())) {
            String request =
                    "GET "
                            + path
                            + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                            + "Authorization: Bearer "
                            + TOKEN
                            + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }
}
