package io.ringrift.p2p.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** One node as people run it: the packed jar, its own folder, free ports on loopback. */
final class RealNode implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final Path folder;
    private final String name;
    private final String host;
    private final int port;
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> prefix = new ArrayList<>();
    private final List<String> flags = new ArrayList<>();
    private @Nullable Path jar;
    private @Nullable Process process;

    RealNode(Path folder) {
        this(folder, "tested", "127.0.0.1", freePort());
    }

    /**
     * @param host on which it listens; anything but loopback needs a token in its environment
     */
    RealNode(Path folder, String name, String host, int port) {
        this.folder = folder;
        this.name = name;
        this.host = host;
        this.port = port;
        with("RINGRIFT_P2P_PORT", Integer.toString(port));
        with("RINGRIFT_P2P_BIND_ADDRESS", host);
        with("RINGRIFT_P2P_DATA_DIR", data().toString());
        with("RINGRIFT_P2P_NODE_ID", name);
        // A busy build machine must not count as an overloaded node.
        with("RINGRIFT_P2P_LOAD_MAX_FOR_NEW_JOBS", "1");
        with("RINGRIFT_P2P_PEERS_OVERLOAD_CPU_PERCENT", "100");
        with("RINGRIFT_P2P_PEERS_OVERLOAD_DISK_PERCENT", "100");
    }

    RealNode with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** With little memory, and beats, looks at files and patience as short as tests want them. */
    RealNode hasty() {
        return flags("-Xmx256m")
                .with("RINGRIFT_P2P_HEARTBEAT_INTERVAL", "1")
                .with("RINGRIFT_P2P_PEER_TIMEOUT", "5")
                .with("RINGRIFT_P2P_DATA_SCAN_INTERVAL", "200ms")
                .with("RINGRIFT_P2P_DATA_SETTLE", "100ms");
    }

    /** More flags for its JVM. */
    RealNode flags(String... more) {
        flags.addAll(List.of(more));
        return this;
    }

    /**
     * From the next start on, this command runs its JVM, such as one that enters a network
     * namespace; none runs it plainly.
     */
    RealNode under(String... command) {
        prefix.clear();
        prefix.addAll(List.of(command));
        return this;
    }

    /** From the next start on, this is its program. */
    RealNode program(Path other) {
        jar = other;
        return this;
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    Path data() {
        return folder.resolve("data");
    }

    /** Where one of its files lies. */
    Path file(String kindAndPath) {
        return data().resolve("files").resolve(kindAndPath);
    }

    /** Puts a file there as a person does: whole at once, with content drawn from a seed. */
    byte[] put(String kindAndPath, int size, long seed) throws IOException {
        byte[] content = new byte[size];
        new SplittableRandom(seed).nextBytes(content);
        Path file = file(kindAndPath);
        Files.createDirectories(file.getParent());
        Path unfinished = file.resolveSibling(".new");
        Files.write(unfinished, content);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        return content;
    }

    Path folder() {
        return folder;
    }

    /** Starts the process and waits until it is ready. */
    RealNode start() throws IOException {
        launch();
        awaitReady();
        return this;
    }

    void launch() throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(jar == null ? Packed.node(flags) : Packed.node(flags, jar));
        ProcessBuilder program = new ProcessBuilder(command).directory(folder.toFile());
        program.environment().putAll(environment);
        program.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output().toFile()));
        process = program.start();
    }

    void awaitReady() {
        Awaitility.await("node ready; its output: " + output())
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .until(() -> get("/actuator/health/readiness").statusCode() == 200);
    }

    /** kill -9: nothing in the process gets to run any more. */
    void kill() throws InterruptedException {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
            assertThat(running.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Freezes the process as it stands; its connections stay open. */
    void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** Lets a frozen process go on as if no time had passed. */
    void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    /** Sends a signal by its name, such as {@code STOP}. */
    void signal(String name) throws IOException, InterruptedException {
        Process running = process;
        assertThat(running).isNotNull();
        Process kill =
                new ProcessBuilder("kill", "-" + name, Long.toString(running.pid()))
                        .inheritIO()
                        .start();
        assertThat(kill.waitFor()).isZero();
    }

    boolean isRunning() {
        Process running = process;
        return running != null && running.isAlive();
    }

    /** SIGTERM, as a service manager would send it. */
    int terminate() throws InterruptedException {
        Process running = process;
        assertThat(running).isNotNull();
        running.destroy();
        assertThat(running.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return running.exitValue();
    }

    int awaitExit() throws InterruptedException {
        Process running = process;
        assertThat(running).isNotNull();
        assertThat(running.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return running.exitValue();
    }

    String said() throws IOException {
        return Files.readString(output());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    JsonNode json(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    HttpResponse<String> post(String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    HttpResponse<String> put(String path, String body) throws IOException, InterruptedException {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> delete(String path) throws IOException, InterruptedException {
        return send(request(path).timeout(Duration.ofSeconds(70)).DELETE());
    }

    /** Its disk is gone, with everything on it. */
    void loseDisk() throws IOException {
        // Moved away in one step: a job may still be writing into its folder.
        Files.move(data(), Files.createTempDirectory(folder, "lost").resolve("data"));
    }

    /** Submits and returns the job's id. */
    String submit(String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = post("/jobs", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return JSON.readTree(answer.body()).get("job_id").stringValue();
    }

    /** Waits until the job has ended in any way. */
    JsonNode awaitEnd(String jobId) {
        return Awaitility.await("end of job " + jobId)
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> json("/jobs/" + jobId),
                        job ->
                                List.of("completed", "failed", "cancelled")
                                        .contains(job.get("status").stringValue()));
    }

    JsonNode awaitStatus(String jobId, String status) {
        return Awaitility.await("job " + jobId + " " + status)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> json("/jobs/" + jobId),
                        job -> job.get("status").stringValue().equals(status));
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + path))
                        .timeout(Duration.ofSeconds(20));
        String token = environment.get("RINGRIFT_P2P_AUTH_TOKEN");
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<byte[]> bytes(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    static JsonNode parse(String body) {
        return JSON.readTree(body);
    }

    private Path output() {
        return folder.resolve("output.log");
    }

    /** Even, so that the Raft port beside it is less likely to be another test's HTTP port. */
    static int freePort() {
        for (int i = 0; i < 100; i++) {
            try (ServerSocket http = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    ServerSocket raft =
                            new ServerSocket(
                                    http.getLocalPort() + 1, 1, InetAddress.getLoopbackAddress())) {
                return raft.getLocalPort() - 1;
            } catch (IOException | IllegalArgumentException taken) {
                // Another pair may be free.
            }
        }
        throw new IllegalStateException("no two neighbouring ports are free");
    }

    @Override
    public void close() {
        try {
            kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
