package io.ringrift.p2p.web;

import io.ringrift.p2p.model.VoterAddress;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;

/** Asks other voters over their REST API, with the token of the cluster and with patience. */
public final class NodeClient implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeClient.class);
    private static final Duration CONNECT = Duration.ofMillis(700);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long MAX_ANSWER_BYTES = 64L << 20;

    private final HttpClient http;
    private final JsonMapper json;
    private final Optional<String> token;

    /**
     * @param token the cluster's secret, if it has one
     */
    public NodeClient(JsonMapper json, Optional<String> token) {
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT)
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .build();
        this.json = json;
        this.token = token;
    }

    /** The answer, or nothing when there is none that makes sense; never fails. */
    public <T> CompletableFuture<Optional<T>> get(VoterAddress voter, String path, Class<T> type) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(voter.httpUri().resolve(path)).timeout(PATIENCE);
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        return http.sendAsync(
                        request.build(),
                        HttpResponse.BodyHandlers.limiting(
                                HttpResponse.BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES))
                .handle(
                        (answer, failure) -> {
                            if (failure != null) {
                                LOG.debug("voter {} does not answer: {}", voter.id(), failure);
                                return Optional.empty();
                            }
                            return read(voter, path, answer, type);
                        });
    }

    private <T> Optional<T> read(
            VoterAddress voter, String path, HttpResponse<byte[]> answer, Class<T> type) {
        if (answer.statusCode() != 200) {
            LOG.warn(
                    "Voter {} answers {}{} with {}: has it the same token, and is it a voter?",
                    voter.id(),
                    voter.httpUri(),
                    path,
                    answer.statusCode());
            return Optional.empty();
        }
        try {
            // A newer version may say more than we know.
            return Optional.of(
                    json.readerFor(type)
                            .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                            .readValue(answer.body()));
        } catch (JacksonException e) {
            LOG.warn("Voter {} makes no sense at {}: {}", voter.id(), path, e.getOriginalMessage());
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
