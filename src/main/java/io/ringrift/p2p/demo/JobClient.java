package io.ringrift.p2p.demo;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

/** Submits jobs over HTTP and waits for them. */
final class JobClient implements AutoCloseable {

    private static final Set<String> FINAL = Set.of("completed", "failed", "cancelled");
    private static final long LOOK_EVERY_MILLIS = 250;

    private final RestClient http;
    private final CountDownLatch stopped = new CountDownLatch(1);

    JobClient(RestClient http) {
        this.http = http;
    }

    /**
     * Runs a job to its end.
     *
     * @param onProgress called with the job whenever its progress moved
     * @return the job as {@code GET /jobs/{id}} shows it
     */
    JsonNode run(Map<String, Object> job, Consumer<JsonNode> onProgress)
            throws InterruptedException {
        JsonNode submitted =
                answered(
                        http.post()
                                .uri("/jobs")
                                .contentType(MediaType.APPLICATION_JSON)
                                .body(job)
                                .retrieve()
                                .body(JsonNode.class));
        String id = submitted.get("job_id").stringValue();
        JsonNode now = submitted;
        JsonNode shown = null;
        while (!FINAL.contains(now.get("status").stringValue())) {
            JsonNode progress = now.get("progress");
            if (progress != null && !progress.equals(shown)) {
                onProgress.accept(now);
                shown = progress;
            }
            if (stopped.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new InterruptedException("the node stops");
            }
            now = answered(http.get().uri("/jobs/{id}", id).retrieve().body(JsonNode.class));
        }
        return now;
    }

    private static JsonNode answered(@org.jspecify.annotations.Nullable JsonNode body) {
        if (body == null) {
            throw new IllegalStateException("the node answered without a body");
        }
        return body;
    }

    /** Ends the waits. */
    @Override
    public void close() {
        stopped.countDown();
    }
}
