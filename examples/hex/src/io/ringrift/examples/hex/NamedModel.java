package io.ringrift.examples.hex;

/**
 * A model and its identity.
 *
 * @param sha256 of the model file, or {@code untrained}
 */
record NamedModel(Model model, String sha256) {
    static NamedModel untrained() {
        return new NamedModel(Model.untrained(), "untrained");
    }

    /** The model whose file this metadata key names, the untrained one if it names none. */
    static NamedModel from(Metadata metadata, String key) {
        return metadata.findPath(key)
                .map(path -> ModelFile.read(metadata.blame(key), path))
                .orElseGet(NamedModel::untrained);
    }
}
