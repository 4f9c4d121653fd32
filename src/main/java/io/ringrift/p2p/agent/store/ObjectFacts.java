package io.ringrift.p2p.agent.store;

import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.Producer;
import io.ringrift.p2p.model.data.Sha256;

import org.jspecify.annotations.Nullable;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** What is known of a file, as metadata of its object: ASCII only, as HTTP headers must be. */
final class ObjectFacts {

    private ObjectFacts() {}

    static Map<String, String> of(DataFile file) {
        Map<String, String> facts = new HashMap<>();
        facts.put("games", Long.toString(file.games()));
        facts.put("made-at", file.at().toString());
        Producer producer = file.producer();
        facts.put("node", encode(producer.node().value()));
        if (producer.job() != null) {
            facts.put("job", producer.job().toString());
            facts.put("attempt", Integer.toString(producer.attempt()));
        }
        if (producer.codeVersion() != null) {
            facts.put("code-version", encode(producer.codeVersion()));
        }
        if (producer.model() != null) {
            facts.put("model", producer.model().hex());
        }
        return facts;
    }

    /**
     * The file that an object holds; what its metadata does not say, or not rightly, has its first
     * value.
     *
     * @param self for objects that nobody signed
     * @param modified when the object was written
     */
    static DataFile read(
            DataKey key, long size, Map<String, String> facts, NodeId self, Instant modified) {
        String config = key.path().segments().getFirst();
        try {
            String job = facts.get("job");
            String model = facts.get("model");
            String code = facts.get("code-version");
            return new DataFile(
                    key,
                    config,
                    size,
                    Long.parseLong(facts.getOrDefault("games", "0")),
                    new Producer(
                            facts.containsKey("node")
                                    ? new NodeId(decode(facts.get("node")))
                                    : self,
                            job == null ? null : JobId.parse(job),
                            Integer.parseInt(facts.getOrDefault("attempt", "0")),
                            code == null ? null : decode(code),
                            model == null ? null : new Sha256(model)),
                    facts.containsKey("made-at") ? Instant.parse(facts.get("made-at")) : modified);
        } catch (IllegalArgumentException | DateTimeException malformed) {
            return new DataFile(key, config, size, 0, Producer.of(self), modified);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decode(@Nullable String text) {
        return URLDecoder.decode(text == null ? "" : text, StandardCharsets.UTF_8);
    }
}
