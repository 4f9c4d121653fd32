package io.ringrift.examples.hex;

/**
 * A file the job hands over.
 *
 * @param path relative to the output folder
 * @param kind {@code games}, {@code models} or {@code results}
 * @param sha256 of the content
 * @param games how many games it holds, or was made from
 */
record Output(String path, String kind, String sha256, int games) {
    Json toJson() {
        return new JsonObject()
                .put("path", path)
                .put("kind", kind)
                .put("sha256", sha256)
                .put("games", games)
                .json();
    }
}
