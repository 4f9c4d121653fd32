package io.ringrift.examples.hex;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * What a successful job reports.
 *
 * @param metrics figures by name
 * @param outputs the files it made
 */
record JobResult(Json.Obj metrics, List<Output> outputs) {
    static JobResult of(Json.Obj metrics, Output output) {
        return new JobResult(metrics, List.of(output));
    }

    /**
     * Makes the result appear at once and complete: whoever sees the file may read it, and as long
     * as it is not there the job has not succeeded.
     */
    void publish(Path file) {
        Path draft = file.resolveSibling("." + file.getFileName() + ".tmp");
        try {
            Files.writeString(draft, json() + "\n");
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new CannotWrite(file, e);
        }
    }

    private Json json() {
        return new JsonObject()
                .put("metrics", metrics)
                .put("outputs", new Json.Arr(outputs.stream().map(Output::toJson).toList()))
                .json();
    }
}
