package io.ringrift.p2p.helm;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1StatefulSet;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * What an API server would refuse in a manifest. The generated model of the official client knows
 * all fields and which are required; the other model is strict about types and quantities.
 */
final class KubernetesApi {

    private static final Map<String, Kind> KINDS =
            Map.of(
                    "apps/v1 StatefulSet",
                    new Kind(V1StatefulSet::validateJsonElement, StatefulSet.class),
                    "v1 Service",
                    new Kind(V1Service::validateJsonElement, Service.class),
                    "v1 ServiceAccount",
                    new Kind(V1ServiceAccount::validateJsonElement, ServiceAccount.class),
                    "v1 Pod",
                    new Kind(V1Pod::validateJsonElement, Pod.class),
                    "policy/v1 PodDisruptionBudget",
                    new Kind(V1PodDisruptionBudget::validateJsonElement, PodDisruptionBudget.class),
                    "networking.k8s.io/v1 NetworkPolicy",
                    new Kind(V1NetworkPolicy::validateJsonElement, NetworkPolicy.class));

    private static final JsonMapper STRICT =
            JsonMapper.builder().disable(MapperFeature.ALLOW_COERCION_OF_SCALARS).build();

    private KubernetesApi() {}

    /** Why this object would be refused; empty when it is fine. */
    static Optional<String> complaint(JsonNode object) {
        String name = object.path("apiVersion").asString() + " " + object.path("kind").asString();
        Kind kind = KINDS.get(name);
        if (kind == null) {
            return Optional.of("there is no rule for " + name);
        }
        try {
            kind.fields().check(JsonParser.parseString(object.toString()));
            STRICT.treeToValue(object, kind.type());
            return Optional.empty();
        } catch (IOException | IllegalArgumentException | JacksonException refused) {
            return Optional.of(name + ": " + refused.getMessage());
        }
    }

    private record Kind(FieldCheck fields, Class<?> type) {}

    @FunctionalInterface
    private interface FieldCheck {

        void check(JsonElement object) throws IOException;
    }
}
