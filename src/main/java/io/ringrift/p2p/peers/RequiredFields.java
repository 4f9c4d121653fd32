package io.ringrift.p2p.peers;

import io.ringrift.p2p.model.Labels;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.wire.AttemptReport;
import io.ringrift.p2p.model.wire.Beat;
import io.ringrift.p2p.model.wire.ManifestChange;
import io.ringrift.p2p.model.wire.Reports;
import io.ringrift.p2p.model.wire.RunningAttempt;
import io.ringrift.p2p.web.Problem;
import io.ringrift.p2p.web.Problem.FieldError;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What an agent's request must hold, and how much of it: JSON can leave out what the wire's types
 * promise, and a wrong agent must not fill the memory of every voter.
 */
final class RequiredFields {

    private final List<FieldError> errors = new ArrayList<>();

    private RequiredFields() {}

    /**
     * Checks a beat.
     *
     * @throws org.springframework.web.ErrorResponseException 400 naming what is missing
     */
    static void check(Beat beat) {
        RequiredFields fields = new RequiredFields();
        fields.require("incarnation", beat.incarnation());
        fields.require("version", beat.version());
        fields.require("host", beat.host());
        fields.require("offered", beat.offered());
        fields.require("metrics", beat.metrics());
        if (beat.labels() != null) {
            try {
                Labels _ = new Labels(beat.labels());
            } catch (IllegalArgumentException malformed) {
                fields.errors.add(new FieldError("labels", "malformed: " + malformed.getMessage()));
            }
        }
        for (int i = 0; i < beat.attempts().size(); i++) {
            RunningAttempt one = beat.attempts().get(i);
            fields.require("attempts[" + i + "].job_id", one.jobId());
            fields.require("attempts[" + i + "].token", one.token());
        }
        fields.refuse();
    }

    /**
     * Checks reports.
     *
     * @throws org.springframework.web.ErrorResponseException 400 naming what is missing or too
     *     large
     */
    static void check(Reports reports) {
        RequiredFields fields = new RequiredFields();
        for (int i = 0; i < reports.reports().size(); i++) {
            AttemptReport one = reports.reports().get(i);
            fields.require("reports[" + i + "].job_id", one.jobId());
            fields.require("reports[" + i + "].token", one.token());
            fields.require("reports[" + i + "].kind", one.kind());
            fields.limit(
                    "reports[" + i + "].metrics",
                    one.metrics() == null ? 0 : utf8Bytes(one.metrics().value()),
                    AttemptReport.MAX_METRICS_BYTES,
                    "bytes");
            fields.limit(
                    "reports[" + i + "].output_path",
                    one.outputPath() == null ? 0 : one.outputPath().length(),
                    AttemptReport.MAX_OUTPUT_PATH,
                    "characters");
        }
        fields.refuse();
    }

    /**
     * Checks a change of a manifest.
     *
     * @throws org.springframework.web.ErrorResponseException 400 naming what is missing or too many
     */
    static void check(ManifestChange change) {
        RequiredFields fields = new RequiredFields();
        fields.require("incarnation", change.incarnation());
        fields.limit(
                "added",
                change.added().size() + change.removed().size(),
                ManifestChange.MAX_FILES,
                "files, the removed included,");
        if (change.base() < 0 || change.version() <= change.base()) {
            fields.errors.add(new FieldError("version", "must be above base, and base at least 0"));
        }
        for (int i = 0; i < change.added().size(); i++) {
            DataFile one = change.added().get(i);
            String at = "added[" + i + "].";
            fields.require(at + "key", one.key());
            fields.require(at + "config_key", one.configKey());
            fields.require(at + "producer", one.producer());
            fields.require(at + "at", one.at());
            if (one.key() != null) {
                fields.requireKey(at + "key.", one.key());
            }
        }
        for (int i = 0; i < change.removed().size(); i++) {
            fields.requireKey("removed[" + i + "].", change.removed().get(i));
        }
        fields.refuse();
    }

    private void requireKey(String at, DataKey key) {
        require(at + "kind", key.kind());
        require(at + "path", key.path());
        require(at + "sha256", key.sha256());
    }

    private void require(String field, @Nullable Object value) {
        if (value == null) {
            errors.add(new FieldError(field, "is missing"));
        }
    }

    private void limit(String field, int size, int most, String unit) {
        if (size > most) {
            errors.add(
                    new FieldError(
                            field,
                            String.format(
                                    Locale.ROOT,
                                    "has %,d %s and may have at most %,d",
                                    size,
                                    unit,
                                    most)));
        }
    }

    private static int utf8Bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private void refuse() {
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
    }
}
