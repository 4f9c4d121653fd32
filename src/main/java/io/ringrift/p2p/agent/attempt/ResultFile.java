package io.ringrift.p2p.agent.attempt;

import io.ringrift.p2p.model.JsonText;
import io.ringrift.p2p.model.wire.AttemptReport;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads what a job left as its result, and believes nothing. */
final class ResultFile {

    static final int MAX_BYTES = 1 << 20;

    /** What was found. */
    sealed interface Found {

        /** A result that counts. */
        record Valid(long games, JsonText metrics) implements Found {}

        /** No file. */
        record Missing() implements Found {}

        /** A file that cannot count, with the sentence that says why. */
        record Invalid(String sentence) implements Found {}
    }

    private final JsonMapper json;

    ResultFile(JsonMapper json) {
        this.json = json;
    }

    /**
     * @param numGames how many games the result may name at most
     */
    Found read(Path file, int numGames) {
        byte[] content;
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                return invalid("is not a regular file");
            }
            try (InputStream in = Files.newInputStream(file)) {
                content = in.readNBytes(MAX_BYTES + 1);
            }
        } catch (NoSuchFileException absent) {
            return new Found.Missing();
        } catch (IOException e) {
            return invalid("cannot be read: " + e);
        }
        if (content.length > MAX_BYTES) {
            return invalid("is larger than 1 MiB");
        }
        try {
            return check(json.readTree(content), numGames);
        } catch (JacksonException e) {
            return invalid("is not valid JSON: " + e.getOriginalMessage());
        }
    }

    private Found check(JsonNode root, int numGames) {
        if (!root.isObject()) {
            return invalid("must hold a JSON object");
        }
        JsonNode outputs = root.path("outputs");
        if (!outputs.isMissingNode() && !outputs.isArray()) {
            return invalid("must have an array as outputs");
        }
        JsonNode metrics = root.path("metrics");
        if (metrics.isMissingNode()) {
            return new Found.Valid(0, JsonText.EMPTY);
        }
        if (!metrics.isObject()) {
            return invalid("must have an object as metrics");
        }
        if (!isFinite(metrics)) {
            return invalid("has a number in metrics that is not finite");
        }
        JsonNode games = metrics.path("games");
        if (!games.isMissingNode() && !isCount(games, numGames)) {
            return invalid("must have a whole number from 0 to " + numGames + " as metrics.games");
        }
        String text = json.writeValueAsString(metrics);
        return text.getBytes(StandardCharsets.UTF_8).length > AttemptReport.MAX_METRICS_BYTES
                ? invalid("has more than 16 KiB of metrics")
                : new Found.Valid(games.asLong(0), new JsonText(text));
    }

    private static boolean isCount(JsonNode games, int most) {
        return games.isIntegralNumber()
                && games.canConvertToLong()
                && games.longValue() >= 0
                && games.longValue() <= most;
    }

    private static boolean isFinite(JsonNode node) {
        if (node.isContainer()) {
            for (JsonNode each : node.values()) {
                if (!isFinite(each)) {
                    return false;
                }
            }
            return true;
        }
        return !node.isNumber() || Double.isFinite(node.doubleValue());
    }

    private static Found invalid(String what) {
        return new Found.Invalid("result.json " + what);
    }
}
