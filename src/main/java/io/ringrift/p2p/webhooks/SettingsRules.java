package io.ringrift.p2p.webhooks;

import io.ringrift.p2p.engine.EndpointSettings;
import io.ringrift.p2p.model.webhook.Topic;
import io.ringrift.p2p.webhooks.guard.UrlRules;

import java.util.List;
import java.util.stream.Collectors;

/** What an endpoint may want, whoever asks for it. */
final class SettingsRules {

    private static final int MOST_PATTERNS = 50;

    private SettingsRules() {}

    /** A wish that cannot be granted. */
    static final class BrokenRuleException extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;

        private final String field;
        private final String rule;

        BrokenRuleException(String field, String rule) {
            super(field + " " + rule);
            this.field = field;
            this.rule = rule;
        }

        String field() {
            return field;
        }

        String rule() {
            return rule;
        }
    }

    /**
     * The same settings when they are in order.
     *
     * @throws BrokenRuleException naming the field and its rule
     */
    static EndpointSettings check(EndpointSettings settings) {
        try {
            UrlRules.check(settings.url());
        } catch (IllegalArgumentException e) {
            throw new BrokenRuleException("url", String.valueOf(e.getMessage()));
        }
        List<String> events = settings.events();
        if (events.isEmpty() || events.size() > MOST_PATTERNS) {
            throw new BrokenRuleException("events", "must have 1 to " + MOST_PATTERNS + " entries");
        }
        for (String pattern : events) {
            if (Topic.matching(pattern).isEmpty()) {
                throw new BrokenRuleException(
                        "events",
                        "must name events, groups such as training.* or *; known are " + known());
            }
        }
        return settings;
    }

    private static String known() {
        return Topic.all().stream().map(Topic::wireName).collect(Collectors.joining(", "));
    }
}
