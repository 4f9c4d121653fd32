package io.ringrift.p2p.webhooks.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ringrift.p2p.model.webhook.SigningSecret;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

class SignaturesTest {

    private static final String TEXT = "{\"größe\":1}";
    private static final byte[] BODY = TEXT.getBytes(StandardCharsets.UTF_8);
    private static final Instant AT = Instant.parse("2026-11-22T12:34:56.789Z");
    private static final SigningSecret FIRST = secret(1);
    private static final SigningSecret SECOND = secret(2);

    /** The test vectors of the standard's own libraries (JavaScript, Python and Rust). */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw | msg_p5jXN8AQM9LWM0D4loKWxJek | 1614265330"
                        + " | {\"test\": 2432232314} |"
                        + " v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD | msg_27UH4WbU6Z5A5EzD8u03UvzRbpk |"
                        + " 1649367553 |"
                        + " {\"email\":\"test@example.com\",\"username\":\"test_user\"} |"
                        + " v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=",
            })
    void thePublishedVectorsAreMet(
            String secret, String id, long seconds, String body, String signature) {
        assertThat(
                        Signatures.of(
                                List.of(new SigningSecret(secret)),
                                id,
                                Instant.ofEpochSecond(seconds),
                                body.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(signature);
    }

    private static SigningSecret secret(int seed) {
        byte[] key = new byte[32];
        key[31] = (byte) seed;
        return SigningSecret.of(key);
    }

    private static Map<String, String> headers(List<SigningSecret> secrets) {
        return Letters.signed("application/json", "msg_1", secrets, AT, TEXT).headers();
    }

    private static boolean verifies(SigningSecret secret, Map<String, String> headers) {
        return new StandardReceiver(secret.value()).verifies(headers, BODY, AT.getEpochSecond());
    }

    @Test
    void aReceiverThatKnowsEitherSecretVerifies() {
        Map<String, String> headers = headers(List.of(FIRST, SECOND));
        assertThat(verifies(FIRST, headers)).isTrue();
        assertThat(verifies(SECOND, headers)).isTrue();
        assertThat(verifies(secret(3), headers)).isFalse();
        assertThat(headers(List.of())).doesNotContainKey("webhook-signature");
    }

    @Test
    void whatWasChangedOnTheWayIsFound() {
        Map<String, String> headers = headers(List.of(FIRST));
        StandardReceiver receiver = new StandardReceiver(FIRST.value());
        long now = AT.getEpochSecond();
        assertThat(
                        receiver.verifies(
                                headers, "{\"größe\":2}".getBytes(StandardCharsets.UTF_8), now))
                .isFalse();
        assertThat(receiver.verifies(headers, BODY, now + 301)).isFalse();
        for (String header : List.of("webhook-id", "webhook-timestamp")) {
            Map<String, String> other = new java.util.TreeMap<>(headers);
            other.put(header, header.equals("webhook-id") ? "msg_2" : Long.toString(now + 1));
            assertThat(receiver.verifies(other, BODY, now)).as(header).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "whsec_",
                "whsec_AAAA",
                "whsec_!",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "whpk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void aWeakSecretIsRefusedWithoutSayingIt(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SigningSecret(text))
                .withMessageStartingWith("must be whsec_ and 24 to 64 bytes");
    }

    @Test
    void theReceiverSharesNoCodeWithTheSender() throws IOException {
        assertThat(
                        Files.readString(
                                Path.of(
                                        "src/test/java/io/ringrift/p2p/webhooks/format/"
                                                + "StandardReceiver.java")))
                .doesNotContain("import io.ringrift")
                .doesNotContain("Signatures.", "Letter", "SigningSecret");
    }
}
