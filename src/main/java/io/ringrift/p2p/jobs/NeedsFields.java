package io.ringrift.p2p.jobs;

import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.Needs;
import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.DataPath;
import io.ringrift.p2p.model.data.Sha256;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The member {@code needs} of a request: which data the job's node must have. */
final class NeedsFields {

    private static final Set<String> FIELDS =
            Set.of("config_key", "kinds", "coverage", "max_age_seconds", "digests");

    private NeedsFields() {}

    /** Reads it; what is wrong is noted in the fields of the whole request. */
    static @Nullable Needs read(Fields request) {
        JsonNode node = request.object("needs");
        if (node == null) {
            return null;
        }
        Fields fields = new Fields(node, "needs.");
        fields.refuseUnknown(FIELDS);
        String config = config(fields);
        List<DataKind> kinds = list(fields, "kinds", Needs.MAX_KINDS, DataKind::new);
        List<Sha256> digests = list(fields, "digests", Needs.MAX_DIGESTS, Sha256::new);
        int coverage = fields.thousandths("coverage", Needs.ALL, 1);
        int maxAge = fields.integer("max_age_seconds", -1, 0, Integer.MAX_VALUE);
        if (coverage == 0) {
            fields.wrong("coverage", "must be above 0 and at most 1");
        }
        if (config == null && !kinds.isEmpty()) {
            fields.wrong("config_key", "is missing: kinds are looked for below it");
        }
        if (config != null && kinds.isEmpty()) {
            fields.wrong("kinds", "is missing: say which data of the config, such as [\"games\"]");
        }
        if (kinds.isEmpty() && digests.isEmpty() && config == null) {
            fields.wrong("digests", "or config_key and kinds must be there");
        }
        request.errors.addAll(fields.errors);
        return fields.errors.isEmpty()
                ? new Needs(config, kinds, coverage, maxAge < 0 ? null : (long) maxAge, digests)
                : null;
    }

    private static @Nullable String config(Fields fields) {
        String config = fields.text("config_key", false).orElse(null);
        try {
            if (config != null && JobSpec.isConfigKey(config)) {
                return new DataPath(config).value();
            }
        } catch (IllegalArgumentException noFolder) {
            fields.wrong("config_key", "cannot be a folder: it " + noFolder.getMessage());
            return null;
        }
        if (config != null) {
            fields.wrong("config_key", "is no config key, such as hex8_2p");
        }
        return null;
    }

    private static <T> List<T> list(
            Fields fields, String name, int most, Function<String, T> reader) {
        List<T> read = new ArrayList<>();
        for (String text : fields.texts(name, most)) {
            try {
                read.add(reader.apply(text));
            } catch (IllegalArgumentException malformed) {
                fields.wrong(
                        name,
                        "names '%s': %s".formatted(Fields.shown(text), malformed.getMessage()));
            }
        }
        return read;
    }
}
