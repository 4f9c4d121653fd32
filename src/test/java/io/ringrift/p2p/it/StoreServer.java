package io.ringrift.p2p.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A server with the S3 protocol that other people wrote (S3Mock), in a network namespace of its
 * own, since it listens on every address.
 */
final class StoreServer {

    static final String BUCKET = "games-bucket";

    private static final int PORT = 9090;

    private final VirtualNetwork network = new VirtualNetwork(List.of("s3"));
    private final Path folder;
    private final HttpClient client = HttpClient.newHttpClient();
    private @Nullable Process process;

    StoreServer(Path folder) {
        this.folder = folder;
    }

    /** Whether this machine lets it be started. */
    boolean prepare() throws IOException, InterruptedException {
        return network.create();
    }

    void start() throws IOException {
        ProcessBuilder program =
                new ProcessBuilder(
                        Stream.of(
                                        "ip",
                                        "netns",
                                        "exec",
                                        network.namespace("s3"),
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-Xmx256m",
                                        "-XX:TieredStopAtLevel=1",
                                        "-XX:+UseSerialGC",
                                        "-Dcom.adobe.testing.s3mock.httpPort=" + PORT,
                                        "-Dcom.adobe.testing.s3mock.store.initialBuckets=" + BUCKET,
                                        "-Dcom.adobe.testing.s3mock.store.root="
                                                + folder.resolve("store"),
                                        "-Dcom.adobe.testing.s3mock.store.retainFilesOnExit=true",
                                        "-jar",
                                        System.getProperty("store-server.jar"))
                                .toList());
        process =
                program.redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(
                                        folder.resolve("store.log").toFile()))
                        .start();
        Awaitility.await("the store; its output: " + folder.resolve("store.log"))
                .atMost(Duration.ofSeconds(90))
                .ignoreExceptions()
                .until(() -> list().statusCode() == 200);
    }

    URI address() {
        return URI.create("http://" + network.address("s3") + ":" + PORT);
    }

    private HttpResponse<String> list() throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(address().resolve("/" + BUCKET + "?list-type=2"))
                        .timeout(Duration.ofSeconds(5))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** The names of the objects in the bucket. */
    List<String> names() throws IOException, InterruptedException {
        String answer = list().body();
        return Stream.of(answer.split("<Key>", -1))
                .skip(1)
                .map(rest -> rest.substring(0, rest.indexOf("</Key>")))
                .toList();
    }

    void stop() throws InterruptedException {
        Process running = Objects.requireNonNull(process, "it was not started");
        running.destroy();
        assertThat(running.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    void close() throws IOException, InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
        network.close();
    }
}
