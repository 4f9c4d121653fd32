package io.ringrift.p2p.webhooks.format;

import io.ringrift.p2p.model.webhook.SigningSecret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signatures as Standard Webhooks 1.0 has them: HMAC-SHA256 over {@code id.timestamp.body}. */
public final class Signatures {

    private static final String ALGORITHM = "HmacSHA256";

    private Signatures() {}

    /** One signature for each secret, separated by spaces: a receiver may know only one of them. */
    public static String of(List<SigningSecret> secrets, String id, Instant at, byte[] body) {
        return secrets.stream()
                .map(secret -> "v1," + of(secret, id, at, body))
                .collect(Collectors.joining(" "));
    }

    private static String of(SigningSecret secret, String id, Instant at, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.key(), ALGORITHM));
            mac.update((id + "." + at.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
