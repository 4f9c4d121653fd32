package io.ringrift.p2p.jobs;

import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.JsonText;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Resources;
import io.ringrift.p2p.web.Problem;
import io.ringrift.p2p.web.Problem.FieldError;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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
                    "node_id",
                    "resources");
    private static final Set<String> RESOURCES = Set.of("cpus", "gpus", "memory_mb");

    private final Resources defaults;

    JobRequestReader(Resources defaults) {
        this.defaults = defaults;
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
        Resources resources = resources(fields);
        if (type.isEmpty() || configKey.isEmpty() || !fields.errors.isEmpty()) {
            throw Problem.invalid(fields.errors);
        }
        return new JobSpec(type.get(), configKey.get(), games, priority, metadata, node, resources);
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

    private Resources resources(Fields fields) {
        JsonNode node = fields.object("resources");
        if (node == null) {
            return defaults;
        }
        Fields inner = new Fields(node, "resources.");
        inner.refuseUnknown(RESOURCES);
        Resources resources =
                new Resources(
                        inner.thousandths("cpus", defaults.cpuMilli(), 1_024),
                        inner.thousandths("gpus", defaults.gpuMilli(), 1_024),
                        inner.integer("memory_mb", 0, 0, 1 << 30) * (1L << 20));
        fields.errors.addAll(inner.errors);
        return resources;
    }

    /** The fields of one object and what is wrong with them. */
    private static final class Fields {

        private final JsonNode object;
        private final String prefix;
        private final List<FieldError> errors = new ArrayList<>();

        Fields(JsonNode object, String prefix) {
            this.object = object;
            this.prefix = prefix;
        }

        void wrong(String field, String message) {
            errors.add(new FieldError(prefix + field, message));
        }

        void refuseUnknown(Set<String> known) {
            for (String name : object.propertyNames()) {
                if (!known.contains(name)) {
                    wrong(
                            shown(name),
                            "is not known; known are "
                                    + String.join(", ", known.stream().sorted().toList()));
                }
            }
        }

        Optional<String> text(String field, boolean required) {
            JsonNode value = object.get(field);
            if (value == null || value.isNull()) {
                if (required) {
                    wrong(field, "is missing");
                }
                return Optional.empty();
            }
            if (!value.isString()) {
                wrong(field, "must be a string");
                return Optional.empty();
            }
            return Optional.of(value.stringValue());
        }

        int integer(String field, int otherwise, int least, int most) {
            JsonNode value = object.get(field);
            if (value == null || value.isNull()) {
                return otherwise;
            }
            if (!value.isIntegralNumber()
                    || !value.canConvertToInt()
                    || value.intValue() < least
                    || value.intValue() > most) {
                wrong(field, "must be a whole number from " + least + " to " + most);
                return otherwise;
            }
            return value.intValue();
        }

        int thousandths(String field, int otherwise, int most) {
            JsonNode value = object.get(field);
            if (value == null || value.isNull()) {
                return otherwise;
            }
            double number = value.isNumber() ? value.doubleValue() : Double.NaN;
            if (!(number >= 0 && number <= most)) {
                wrong(field, "must be a number from 0 to " + most);
                return otherwise;
            }
            return (int) Math.round(number * 1_000);
        }

        @Nullable JsonNode object(String field) {
            JsonNode value = object.get(field);
            if (value == null || value.isNull()) {
                return null;
            }
            if (!value.isObject()) {
                wrong(field, "must be an object");
                return null;
            }
            return value;
        }

        static String shown(String text) {
            return text.length() <= 40 ? text : text.substring(0, 40) + "…";
        }
    }
}
