package io.ringrift.p2p.agent.data;

import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.DataPath;
import io.ringrift.p2p.model.data.Sha256;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The files that a job says it made, in the {@code outputs} of its {@code result.json}.
 *
 * @param files that have a name
 * @param codeVersion of its program, if it said one
 * @param model with which it was made, if it said one
 */
record JobOutputs(List<Output> files, @Nullable String codeVersion, @Nullable Sha256 model) {

    private static final Logger LOG = LoggerFactory.getLogger(JobOutputs.class);
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_VERSION = 100;

    /**
     * One of them.
     *
     * @param path within the output folder
     * @param kind null when it is none
     * @param sha256 that it should have, null when the job does not say
     * @param games that it holds
     */
    record Output(DataPath path, @Nullable DataKind kind, @Nullable Sha256 sha256, long games) {}

    JobOutputs {
        files = List.copyOf(files);
    }

    /**
     * Reads it, believing nothing.
     *
     * @throws IOException when there is none or it cannot be read
     */
    static JobOutputs read(SecureDirectoryStream<Path> folder, JsonMapper json) throws IOException {
        JsonNode root;
        try (InputStream in =
                Channels.newInputStream(DataFolders.read(folder, Path.of("result.json")))) {
            root = json.readTree(in.readNBytes(MAX_BYTES));
        }
        List<Output> files = new ArrayList<>();
        for (JsonNode one : root.path("outputs")) {
            Output output = output(one);
            if (output == null) {
                LOG.warn("An output has no name that may be published: {}", shortened(one));
            } else {
                files.add(output);
            }
        }
        String version = root.path("code_version").stringValue(null);
        return new JobOutputs(
                files,
                version == null || version.length() <= MAX_VERSION
                        ? version
                        : version.substring(0, MAX_VERSION),
                made(root.path("model_sha256"), Sha256::new));
    }

    private static @Nullable Output output(JsonNode one) {
        DataPath path = made(one.path("path"), DataPath::new);
        JsonNode declared = one.path("sha256");
        Sha256 sha256 = made(declared, Sha256::new);
        // A digest that is none can fit nothing.
        boolean isBroken = sha256 == null && !declared.isMissingNode();
        long games = one.path("games").asLong(0);
        return path == null || isBroken
                ? null
                : new Output(
                        path, made(one.path("kind"), DataKind::new), sha256, Math.max(0, games));
    }

    private static <T> @Nullable T made(JsonNode node, Function<String, T> maker) {
        String text = node.stringValue(null);
        try {
            return text == null ? null : maker.apply(text);
        } catch (IllegalArgumentException broken) {
            return null;
        }
    }

    private static String shortened(JsonNode node) {
        String text = node.toString();
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }
}
