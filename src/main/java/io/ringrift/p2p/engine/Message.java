package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.webhook.Fact;
import io.ringrift.p2p.model.webhook.Topic;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Something that is to be told to the outside.
 *
 * @param number counted by the cluster, never used twice
 * @param cluster in which it happened, null before the cluster had a name
 * @param at when
 * @param facts what
 * @param readers deliveries that refer to it; it is forgotten with the last one
 */
public record Message(
        long number,
        @Nullable UUID cluster,
        Topic topic,
        Instant at,
        List<Fact> facts,
        int readers) {

    public Message {
        facts = List.copyOf(facts);
    }

    /** The name that receivers know it by: the same for every try, leader and restore. */
    public String id() {
        String house = cluster == null ? "new" : cluster.toString().substring(0, 13);
        return "msg_" + house.replace("-", "") + "_" + number;
    }

    Message oneReaderLess() {
        return new Message(number, cluster, topic, at, facts, readers - 1);
    }
}
