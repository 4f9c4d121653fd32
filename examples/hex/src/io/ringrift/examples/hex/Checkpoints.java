package io.ringrift.examples.hex;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * Where a training leaves its state after each epoch, so that an attempt after it goes on there and
 * ends with the same model.
 *
 * <p>The file {@value #NAME} holds the letters {@code HEXC}, the SHA-256 of what the training
 * depends on, the number of epochs, the model, and the SHA-256 of all that. What is damaged or
 * belongs to another training is passed over: to begin anew is always right.
 */
final class Checkpoints {
    private static final String NAME = "training.checkpoint";
    private static final int MAGIC = 0x48455843;
    private static final int DIGEST_BYTES = 32;

    private final Optional<Path> file;
    private final byte[] owner;

    private Checkpoints(Optional<Path> file, byte[] owner) {
        this.file = file;
        this.owner = owner;
    }

    /**
     * Those of a training.
     *
     * @param folder where they lie; empty to keep none
     * @param fingerprint all that the model depends on
     */
    static Checkpoints of(Optional<Path> folder, String fingerprint) {
        return new Checkpoints(
                folder.map(path -> path.resolve(NAME)),
                Sha256.digest().digest(fingerprint.getBytes(StandardCharsets.UTF_8)));
    }

    void save(int epochs, Model model) {
        if (file.isEmpty()) {
            return;
        }
        byte[] encoded = ModelFile.encode(model);
        ByteBuffer content =
                ByteBuffer.allocate(2 * Integer.BYTES + 2 * DIGEST_BYTES + encoded.length)
                        .putInt(MAGIC)
                        .put(owner)
                        .putInt(epochs)
                        .put(encoded);
        content.put(digestBefore(content.position(), content.array()));
        Draft.write(file.get(), content.array());
    }

    /** The latest of this training, if an epoch of these is left to do. */
    Optional<Checkpoint> latest(int epochs) {
        return file.filter(Files::exists)
                .flatMap(this::read)
                .filter(found -> found.epochs() > 0 && found.epochs() < epochs);
    }

    private Optional<Checkpoint> read(Path path) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(path);
        } catch (IOException _) {
            return Optional.empty();
        }
        int sealed = 2 * Integer.BYTES + DIGEST_BYTES + ModelFile.bytes();
        if (bytes.length != sealed + DIGEST_BYTES) {
            return Optional.empty();
        }
        ByteBuffer content = ByteBuffer.wrap(bytes);
        int magic = content.getInt();
        byte[] foundOwner = new byte[DIGEST_BYTES];
        content.get(foundOwner);
        int epochs = content.getInt();
        byte[] model = new byte[ModelFile.bytes()];
        content.get(model);
        byte[] seal = new byte[DIGEST_BYTES];
        content.get(seal);
        boolean ours = magic == MAGIC && MessageDigest.isEqual(foundOwner, owner);
        if (!ours || !MessageDigest.isEqual(seal, digestBefore(sealed, bytes))) {
            return Optional.empty();
        }
        return Optional.of(
                new Checkpoint(epochs, ModelFile.decode(NAME, path, ByteBuffer.wrap(model))));
    }

    private static byte[] digestBefore(int end, byte[] bytes) {
        MessageDigest digest = Sha256.digest();
        digest.update(bytes, 0, end);
        return digest.digest();
    }
}
