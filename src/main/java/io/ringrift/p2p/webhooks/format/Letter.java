package io.ringrift.p2p.webhooks.format;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A request that is ready to be sent.
 *
 * @param headers all of them, with the content type
 * @param text its body, as it was signed
 */
public record Letter(Map<String, String> headers, String text) {

    public Letter {
        headers = Map.copyOf(headers);
    }

    /** The body as it is sent. */
    public byte[] body() {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
