package io.ringrift.p2p.agent.mover;

import org.jspecify.annotations.Nullable;

import java.net.http.HttpClient;

/**
 * The client for what is sent. It is made by the first push: it reads the system's certificates,
 * which takes longer than fetching many a file does.
 */
final class LateClient implements AutoCloseable {

    private final MoverSettings settings;
    private @Nullable HttpClient client;

    LateClient(MoverSettings settings) {
        this.settings = settings;
    }

    HttpClient get() {
        HttpClient made = client;
        if (made == null) {
            made =
                    HttpClient.newBuilder()
                            .version(HttpClient.Version.HTTP_1_1)
                            .connectTimeout(settings.connect())
                            .followRedirects(HttpClient.Redirect.NEVER)
                            .build();
            client = made;
        }
        return made;
    }

    /** Waits for nothing that is still on its way. */
    @Override
    public void close() {
        if (client != null) {
            client.shutdownNow();
            client.close();
        }
    }
}
