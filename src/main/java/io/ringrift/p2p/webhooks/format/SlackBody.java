package io.ringrift.p2p.webhooks.format;

import io.ringrift.p2p.engine.Message;
import io.ringrift.p2p.model.webhook.Fact;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Blocks for an incoming webhook of Slack (https://docs.slack.dev/reference/block-kit/blocks): at
 * most 50 blocks, 3,000 characters in the text of a section; {@code &}, {@code <} and {@code >} are
 * escaped, so that no text becomes a link or calls anybody.
 */
final class SlackBody {

    /** Messages of one post; two blocks each. */
    static final int MOST_MESSAGES = 20;

    private static final int MAX_SECTION = 3_000;
    private static final int MAX_VALUE = 300;

    private SlackBody() {}

    static Map<String, Object> of(List<Message> messages) {
        List<Object> blocks = new ArrayList<>();
        for (Message message : messages) {
            blocks.add(Map.of("type", "section", "text", markdown(section(message))));
            blocks.add(Map.of("type", "context", "elements", List.of(markdown(context(message)))));
        }
        return Map.of("text", escaped(summary(messages)), "blocks", blocks);
    }

    /** What a notification shows. */
    private static String summary(List<Message> messages) {
        return messages.size() == 1
                ? Wording.title(messages.getFirst())
                : messages.size()
                        + " messages: "
                        + messages.stream()
                                .map(Wording::title)
                                .distinct()
                                .collect(Collectors.joining(", "));
    }

    private static Map<String, Object> markdown(String text) {
        return Map.of("type", "mrkdwn", "text", text, "verbatim", true);
    }

    private static String section(Message message) {
        StringBuilder text = new StringBuilder("*" + escaped(Wording.title(message)) + "*");
        for (Fact fact : message.facts()) {
            String value = fact.text() != null ? fact.text() : String.valueOf(fact.number());
            String line = "\n" + fact.name() + ": " + escaped(Wording.cut(value, MAX_VALUE));
            if (text.length() + line.length() <= MAX_SECTION) {
                text.append(line);
            }
        }
        return text.toString();
    }

    private static String context(Message message) {
        return escaped(message.at() + "  " + message.id());
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
