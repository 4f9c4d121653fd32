package io.ringrift.p2p.demo;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;

import tools.jackson.databind.JsonNode;

import java.util.Map;

/** The doors of the training loop, as any program would use them. */
final class TrainingClient {

    private final RestClient http;

    TrainingClient(RestClient http) {
        this.http = http;
    }

    /** Changes some numbers of a config's policy; the others stay. */
    void setPolicy(String configKey, Map<String, Object> changes) {
        var _ =
                http.put()
                        .uri("/training/{config}/policy", configKey)
                        .contentType(MediaType.APPLICATION_JSON)
                        .body(changes)
                        .retrieve()
                        .toBodilessEntity();
    }

    /** What is known of a config, or null while nothing is. */
    @Nullable JsonNode show(String configKey) {
        try {
            return http.get().uri("/training/{config}", configKey).retrieve().body(JsonNode.class);
        } catch (HttpClientErrorException e) {
            if (e.getStatusCode().isSameCodeAs(HttpStatus.NOT_FOUND)) {
                return null;
            }
            throw e;
        }
    }
}
