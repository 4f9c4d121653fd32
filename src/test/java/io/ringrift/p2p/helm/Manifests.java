package io.ringrift.p2p.helm;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Kubernetes objects as they were rendered.
 *
 * @param all in the order of the text
 */
record Manifests(List<JsonNode> all) {

    Manifests {
        all = List.copyOf(all);
    }

    /** Reads YAML documents; a key that is there twice is an error. */
    static Manifests parse(String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        List<JsonNode> found = new ArrayList<>();
        for (Object document : new Yaml(new SafeConstructor(options)).loadAll(yaml)) {
            if (document != null) {
                found.add(JsonMapper.shared().valueToTree(document));
            }
        }
        return new Manifests(found);
    }

    /** All objects of a kind. */
    List<JsonNode> of(String kind) {
        return all.stream().filter(each -> each.path("kind").asString().equals(kind)).toList();
    }

    /** The object of this kind and name. */
    JsonNode named(String kind, String name) {
        return of(kind).stream()
                .filter(each -> each.at("/metadata/name").asString().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " " + name));
    }

    /** The stateful set of the voters. */
    JsonNode voters() {
        List<JsonNode> sets = of("StatefulSet");
        if (sets.size() != 1) {
            throw new AssertionError(sets.size() + " stateful sets");
        }
        return sets.getFirst();
    }

    /** The pod of a voter. */
    JsonNode pod() {
        return voters().at("/spec/template/spec");
    }

    /** The container of a voter. */
    JsonNode container() {
        return pod().at("/containers/0");
    }

    /** The environment variable of a voter. */
    String variable(String name) {
        return variables()
                .filter(each -> each.path("name").asString().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no variable " + name))
                .path("value")
                .asString();
    }

    /** The names of a voter's environment variables. */
    List<String> variableNames() {
        return variables().map(each -> each.path("name").asString()).toList();
    }

    private Stream<JsonNode> variables() {
        return container().path("env").valueStream();
    }

    /** The texts of an array. */
    static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }
}
