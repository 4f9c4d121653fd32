package io.ringrift.p2p.jobs;

import io.ringrift.p2p.model.GpuTable;
import io.ringrift.p2p.model.JobDefaults;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.JsonText;
import io.ringrift.p2p.model.Needs;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.web.Problem;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** Reads the body of {@code POST /jobs} and names every field that is not as it must be. */
final class JobRequestReader {

    static final int MAX_METADATA_BYTES = 16 << 10;
    static final int MAX_METADATA_KEYS = 64;

    private static final Set<String> FIELDS =
            Set.of(
                    "job_type",
                    "config_key",
                    "num_games",
                    "priority",
                    "metadata",
                    "needs",
                    "node_id",
                    "part_seconds",
                    "resources");

    private final JobDefaults defaults;
    private final GpuTable gpus;
    private final Splitting splitting;

    /**
     * @param defaults what a job of a type reserves where it does not say
     * @param gpus the models that a job may name
     * @param splitting which jobs are done in parts where they do not say
     */
    JobRequestReader(JobDefaults defaults, GpuTable gpus, Splitting splitting) {
        this.defaults = defaults;
        this.gpus = gpus;
        this.splitting = splitting;
    }

    /**
     * Turns a body into a specification.
     *
     * @throws org.springframework.web.ErrorResponseException 400 with {@code errors[]}
     */
    JobSpec read(@Nullable JsonNode body) {
        if (body == null || !body.isObject()) {
            throw Problem.invalid("body", "must be a JSON object");
        }
        Fields fields = new Fields(body, "");
        fields.refuseUnknown(FIELDS);
        Optional<JobType> type = type(fields);
        Optional<String> configKey = configKey(fields);
        int games = fields.integer("num_games", JobSpec.DEFAULT_GAMES, 1, JobSpec.MAX_GAMES);
        int priority =
                fields.integer("priority", JobSpec.DEFAULT_PRIORITY, 0, JobSpec.MAX_PRIORITY);
        JsonText metadata = metadata(fields);
        NodeId node = node(fields);
        Integer partSeconds = partSeconds(fields, type.orElse(JobType.SELFPLAY), games);
        ResourceFields resources =
                ResourceFields.read(fields, defaults.reserves(type.orElse(JobType.SELFPLAY)), gpus);
        Needs needs = NeedsFields.read(fields);
        if (type.isEmpty() || configKey.isEmpty() || !fields.errors.isEmpty()) {
            throw Problem.invalid(fields.errors);
        }
        return new JobSpec(
                type.get(),
                configKey.get(),
                games,
                priority,
                metadata,
                node,
                resources.reserves(),
                resources.requires(),
                partSeconds,
                null,
                needs);
    }

    /** Only self-play adds up: a training or a match in parts would be another one. */
    private @Nullable Integer partSeconds(Fields fields, JobType type, int games) {
        int most = JobSpec.MAX_PART_SECONDS;
        int seconds = fields.integer("part_seconds", -1, 0, most);
        if (seconds > 0 && type != JobType.SELFPLAY) {
            fields.wrong("part_seconds", "is for self-play only: other jobs are done as a whole");
        }
        if (seconds >= 0) {
            return seconds == 0 || games == 1 ? null : Integer.valueOf(seconds);
        }
        return type == JobType.SELFPLAY ? splitting.seconds(games) : null;
    }

    private static Optional<JobType> type(Fields fields) {
        Optional<String> text = fields.text("job_type", true);
        Optional<JobType> type = text.flatMap(JobType::ofWireName);
        if (text.isPresent() && type.isEmpty()) {
            fields.wrong(
                    "job_type",
                    "is '%s'; it must be selfplay, training, evaluation or sync"
                            .formatted(Fields.shown(text.get())));
        }
        return type;
    }

    private static Optional<String> configKey(Fields fields) {
        Optional<String> text = fields.text("config_key", true);
        if (text.isPresent() && !JobSpec.isConfigKey(text.get())) {
            fields.wrong(
                    "config_key",
                    "must have 1 to 64 letters, digits, '.', '_' or '-' and start with a letter"
                            + " or digit, such as hex8_2p");
        }
        return text;
    }

    private static @Nullable NodeId node(Fields fields) {
        Optional<String> text = fields.text("node_id", false);
        try {
            return text.map(NodeId::new).orElse(null);
        } catch (IllegalArgumentException e) {
            fields.wrong("node_id", "is malformed: " + e.getMessage());
            return null;
        }
    }

    private static JsonText metadata(Fields fields) {
        JsonNode node = fields.object("metadata");
        if (node == null) {
            return JsonText.EMPTY;
        }
        if (node.size() > MAX_METADATA_KEYS) {
            fields.wrong("metadata", "must not have more than " + MAX_METADATA_KEYS + " keys");
        }
        String text = node.toString();
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_METADATA_BYTES) {
            fields.wrong("metadata", "must not be larger than 16 KiB");
        }
        return new JsonText(text);
    }
}
