package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.webhook.Topic;
import io.ringrift.p2p.model.webhook.WebhookFormat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What somebody wants of a webhook endpoint.
 *
 * @param url where messages go, checked where it came in
 * @param events names and patterns as {@link Topic#matching} knows them
 * @param format how messages are written
 */
public record EndpointSettings(String url, List<String> events, WebhookFormat format) {

    public EndpointSettings {
        events = List.copyOf(events);
    }

    /** What it subscribes to. */
    public Set<Topic> topics() {
        Set<Topic> topics = EnumSet.noneOf(Topic.class);
        events.forEach(pattern -> topics.addAll(Topic.matching(pattern)));
        return topics;
    }
}
