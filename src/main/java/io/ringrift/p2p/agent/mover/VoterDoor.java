package io.ringrift.p2p.agent.mover;

import io.ringrift.p2p.agent.mover.MoveFailedException.Hope;
import io.ringrift.p2p.model.wire.Transfer;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.util.Optional;

/**
 * Asks the voters what to move: one after the other, and all again after a pause. With the JDK's
 * old client, which makes ready for secret connections when there is one to make, not before.
 */
final class VoterDoor {

    private static final int MAX_ANSWER_BYTES = 16 << 20;
    private static final int ROUNDS = 4;

    private final MoverSettings settings;
    private final MoveEnvironment environment;
    private final JsonMapper json;

    VoterDoor(MoverSettings settings, MoveEnvironment environment, JsonMapper json) {
        this.settings = settings;
        this.environment = environment;
        this.json = json;
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

    private Transfer ask(URI voter) throws IOException, MoveFailedException {
        URI door = voter.resolve("/data/transfers/" + environment.job());
        HttpURLConnection line = (HttpURLConnection) door.toURL().openConnection(Proxy.NO_PROXY);
        line.setInstanceFollowRedirects(false);
        line.setConnectTimeout((int) settings.connect().toMillis());
        line.setReadTimeout((int) settings.answer().toMillis());
        line.setRequestProperty("Accept", "application/json, application/problem+json");
        environment
                .token()
                .ifPresent(token -> line.setRequestProperty("Authorization", "Bearer " + token));
        int status = line.getResponseCode();
        return switch (status) {
            case 200 -> read(body(line.getInputStream()));
            case 404, 409, 410, 422 ->
                    throw new MoveFailedException(
                            Hope.NONE,
                            "there is nothing to move: "
                                    + why(body(line.getErrorStream()))
                                            .orElse("the answer is " + status));
            default -> {
                line.disconnect();
                throw new IOException("answers " + status);
            }
        };
    }

    private static byte[] body(@Nullable InputStream answer) throws IOException {
        if (answer == null) {
            return new byte[0];
        }
        try (answer) {
            byte[] body = answer.readNBytes(MAX_ANSWER_BYTES + 1);
            if (body.length > MAX_ANSWER_BYTES) {
                throw new IOException("answers with more than " + MAX_ANSWER_BYTES + " bytes");
            }
            return body;
        }
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
