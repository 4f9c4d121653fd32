package io.ringrift.p2p.load;

import java.nio.charset.StandardCharsets;

/** The bytes of HTTP/1.1 requests on a connection that stays open. */
final class Request {

    private Request() {}

    static byte[] get(String path) {
        return bytes("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    static byte[] post(String path, String json) {
        return post(path, "", json);
    }

    /** What can be repeated without doing it twice. */
    static byte[] postWithKey(String path, String key, String json) {
        return post(path, "Idempotency-Key: " + key + "\r\n", json);
    }

    private static byte[] post(String path, String header, String json) {
        return bytes(
                "POST "
                        + path
                        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + header
                        + "Content-Length: "
                        + json.length()
                        + "\r\n\r\n"
                        + json);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
