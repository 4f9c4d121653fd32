package io.ringrift.p2p.agent.mover;

import io.ringrift.p2p.agent.mover.MoveFailedException.Hope;
import io.ringrift.p2p.model.wire.Transfer;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;

/** Asks the voters what to move: one after the other, and all again after a pause. */
final class VoterDoor {

    private static final long MAX_ANSWER_BYTES = 16L << 20;
    private static final int ROUNDS = 4;

    private final HttpClient http;
    private final MoverSettings settings;
    private final MoveEnvironment environment;
    private final JsonMapper json;

    VoterDoor(
            HttpClient http, MoverSettings settings, MoveEnvironment environment, JsonMapper json) {
        this.http = http;
        this.settings = settings;
        this.environment = environment;
        this.json = json;
    }

    static HttpClient client(MoverSettings settings) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.connect())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /**
     * The files and their sources as they are now.
     *
     * @throws MoveFailedException when no voter answers, or the job has nothing to move
     */
    Transfer transfer() throws MoveFailedException, InterruptedException {
        try {
            return Again.upTo(ROUNDS, settings, "voters", this::askAll);
        } catch (IOException e) {
            throw new MoveFailedException(Hope.LATER, "no voter answers: " + e.getMessage(), e);
        }
    }

    private Transfer askAll() throws IOException, MoveFailedException, InterruptedException {
        IOException last = new IOException("there is no voter");
        for (URI voter : environment.voters()) {
            try {
                return ask(voter);
            } catch (IOException e) {
                last = new IOException(voter + ": " + e, e);
            }
        }
        throw last;
    }

    private Transfer ask(URI voter) throws IOException, MoveFailedException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(voter.resolve("/data/transfers/" + environment.job()))
                        .timeout(settings.answer())
                        .header("Accept", "application/json, application/problem+json");
        environment.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        HttpResponse<byte[]> answer =
                http.send(
                        request.build(),
                        BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
        return switch (answer.statusCode()) {
            case 200 -> read(answer.body());
            case 404, 409, 410, 422 ->
                    throw new MoveFailedException(
                            Hope.NONE,
                            "there is nothing to move: "
                                    + why(answer.body())
                                            .orElse("the answer is " + answer.statusCode()));
            default -> throw new IOException("answers " + answer.statusCode());
        };
    }

    /** The sentence of a problem (RFC 9457). */
    private Optional<String> why(byte[] body) {
        try {
            return json.readTree(body).path("detail").asStringOpt();
        } catch (JacksonException noProblem) {
            return Optional.empty();
        }
    }

    private Transfer read(byte[] body) throws IOException {
        try {
            Transfer transfer =
                    json.readerFor(Transfer.class)
                            .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                            .readValue(body);
            if (transfer == null) {
                throw new IOException("answers with nothing");
            }
            return transfer;
        } catch (JacksonException e) {
            throw new IOException("the answer makes no sense: " + e.getOriginalMessage(), e);
        }
    }
}
