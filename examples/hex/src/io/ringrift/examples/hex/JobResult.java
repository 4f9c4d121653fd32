package io.ringrift.examples.hex;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * What a successful job reports.
 *
 * @param metrics figures by name
 * @param outputs the files it made
 */
record JobResult(Json.Obj metrics, List<Output> outputs) {

    /** Rises with each change after which the same seed makes other games or another model. */
    static final String CODE_VERSION = "hex-1";

    static JobResult of(Json.Obj metrics, Output output) {
        return new JobResult(metrics, List.of(output));
    }

    /**
     * Makes the result appear at once and complete: whoever sees the file may read it, and as long
     * as it is not there the job has not succeeded.
     */
    void publish(Path file) {
        Draft.write(file, (json() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private Json json() {
        JsonObject result =
                new JsonObject()
                        .put("metrics", metrics)
                        .put("code_version", CODE_VERSION)
                        .put(
                                "outputs",
                                new Json.Arr(outputs.stream().map(Output::toJson).toList()));
        Json model = metrics.members().get("model_sha256");
        return (model == null ? result : result.put("model_sha256", model)).json();
    }
}
