package io.ringrift.p2p.agent.store;

import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.DataPath;
import io.ringrift.p2p.model.data.Sha256;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Names in the bucket: {@code <prefix><kind>/<path>@<sha256>}. A name says its content, so an
 * object never changes and may be written twice.
 */
final class ObjectName {

    /** Bytes that a name may have (Amazon S3 User Guide, "Naming Amazon S3 objects"). */
    static final int MAX_BYTES = 1_024;

    private static final int DIGEST = 64;

    private ObjectName() {}

    static String of(String prefix, DataKey key) {
        return prefix + key.kind() + "/" + key.path() + "@" + key.sha256();
    }

    static boolean fits(String prefix, DataKey key) {
        return of(prefix, key).getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
    }

    /** The file, or nothing when the name is not one of ours. */
    static Optional<DataKey> parse(String prefix, String name) {
        int slash = name.indexOf('/', prefix.length());
        int at = name.length() - DIGEST - 1;
        if (!name.startsWith(prefix) || slash < 0 || at <= slash || name.charAt(at) != '@') {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new DataKey(
                            new DataKind(name.substring(prefix.length(), slash)),
                            new DataPath(name.substring(slash + 1, at)),
                            new Sha256(name.substring(at + 1))));
        } catch (IllegalArgumentException somebodyElses) {
            return Optional.empty();
        }
    }
}
