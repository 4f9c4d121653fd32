package io.ringrift.p2p.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.engine.Message;
import io.ringrift.p2p.model.webhook.Fact;
import io.ringrift.p2p.model.webhook.SigningSecret;
import io.ringrift.p2p.model.webhook.Topic;
import io.ringrift.p2p.webhooks.format.Letter;
import io.ringrift.p2p.webhooks.format.Letters;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What docs/webhooks.md shows to strangers verifies what is really sent. */
class WebhooksDocumentTest {

    private static final Path DOCUMENT = Path.of("docs", "webhooks.md");
    private static final Instant AT = Instant.parse("2026-11-22T12:34:56.789Z");
    private static final SigningSecret OLD = SigningSecret.of(new byte[24]);
    private static final SigningSecret NEW =
            SigningSecret.of(
                    "a-key-of-32-bytes-is-good-enough"
                            .getBytes(java.nio.charset.StandardCharsets.US_ASCII));

    @TempDir Path dir;

    /** A language, what runs its snippet, and what that needs besides. */
    enum Snippet {
        JAVA("Verify.java", Path.of(System.getProperty("java.home"), "bin", "java").toString()),
        PYTHON("verify.py", "python3"),
        BASH("verify.sh", "bash");

        private final String file;
        private final String program;

        Snippet(String file, String program) {
            this.file = file;
            this.program = program;
        }

        boolean isInstalled() {
            return runs(program, "--version") && (this != BASH || runs("openssl", "version"));
        }

        private static boolean runs(String... command) {
            try {
                return new ProcessBuilder(command)
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor()
                        == 0;
            } catch (IOException missing) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }

    /** The code of a language that is a whole program; shorter ones only show a call. */
    private static String code(Snippet snippet) throws IOException {
        String fence = "```" + snippet.name().toLowerCase(java.util.Locale.ROOT) + "\n";
        String text = Files.readString(DOCUMENT);
        int section = text.indexOf("## Verify a signature");
        int start = text.indexOf(fence, section) + fence.length();
        return text.substring(start, text.indexOf("```", start));
    }

    private int run(Snippet snippet, SigningSecret secret, Letter letter, String body)
            throws IOException, InterruptedException {
        Path file = Files.writeString(dir.resolve(snippet.file), code(snippet));
        Path input = Files.writeString(dir.resolve("body"), body);
        Process process =
                new ProcessBuilder(
                                snippet.program,
                                file.toString(),
                                secret.value(),
                                letter.headers().get("webhook-id"),
                                letter.headers().get("webhook-timestamp"),
                                letter.headers().get("webhook-signature"))
                        .redirectInput(input.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(dir.resolve("said").toFile())
                        .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(dir.resolve("said")).isEmptyFile();
        return process.exitValue();
    }

    private static Letter letter(SigningSecret... secrets) {
        Message message =
                new Message(
                        7, null, Topic.NODE_OFFLINE, AT, List.of(Fact.of("node_id", "größe")), 1);
        String text =
                Letters.standard(
                        "node_offline", message.at(), java.util.Map.of("a", "größe \\ \" $x"));
        return Letters.signed("application/json", message.id(), List.of(secrets), AT, text);
    }

    @ParameterizedTest
    @EnumSource(Snippet.class)
    void aStrangerVerifiesASignature(Snippet snippet) throws IOException, InterruptedException {
        Assumptions.assumeTrue(snippet.isInstalled());
        Letter rotating = letter(NEW, OLD);
        assertThat(run(snippet, NEW, rotating, rotating.text())).isZero();
        assertThat(run(snippet, OLD, rotating, rotating.text())).isZero();
        Letter settled = letter(NEW);
        assertThat(run(snippet, OLD, settled, settled.text())).isEqualTo(1);
        assertThat(run(snippet, NEW, settled, settled.text() + " ")).isEqualTo(1);
    }

    @Test
    void everyEventIsInTheTable() throws IOException {
        String text = Files.readString(DOCUMENT);
        List<String> missing = new ArrayList<>();
        for (Topic topic : Topic.all()) {
            if (!text.contains("`" + topic.wireName() + "`")) {
                missing.add(topic.wireName());
            }
        }
        assertThat(missing).isEmpty();
    }
}
