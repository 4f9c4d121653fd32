package io.ringrift.p2p.webhooks.format;

import io.ringrift.p2p.engine.Message;
import io.ringrift.p2p.model.webhook.Fact;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Embeds for a webhook of Discord (https://discord.com/developers/docs/resources/message, "Embed
 * Limits"): at most 10 embeds, 25 fields each, 256 characters in a title or a field's name, 1,024
 * in a value, 6,000 in all of a post. Nobody is mentioned.
 */
final class DiscordBody {

    /** Messages of one post. */
    static final int MOST_MESSAGES = 10;

    private static final int MAX_FIELDS = 25;
    private static final int MAX_VALUE = 1_024;
    private static final int MAX_POST = 6_000;
    private static final int[] COLOURS = {0x5865F2, 0x57F287, 0xED4245};

    private DiscordBody() {}

    static Map<String, Object> of(List<Message> messages) {
        int share = MAX_POST / messages.size();
        return Map.of(
                "embeds",
                messages.stream().map(message -> embed(message, share)).toList(),
                "allowed_mentions",
                Map.of("parse", List.of()));
    }

    /**
     * @param share characters that it may have
     */
    private static Map<String, Object> embed(Message message, int share) {
        String title = Wording.title(message);
        String footer = message.id();
        int left = share - title.length() - footer.length();
        List<Object> fields = new ArrayList<>();
        for (Fact fact : message.facts()) {
            String value = fact.text() != null ? fact.text() : String.valueOf(fact.number());
            int room = Math.min(MAX_VALUE, left - fact.name().length());
            if (!value.isBlank() && room >= 20 && fields.size() < MAX_FIELDS) {
                String shown = Wording.cut(value, room);
                fields.add(Map.of("name", fact.name(), "value", shown, "inline", true));
                left -= fact.name().length() + shown.length();
            }
        }
        Map<String, Object> embed = new LinkedHashMap<>();
        embed.put("title", title);
        embed.put("timestamp", message.at().toString());
        embed.put("color", COLOURS[Wording.weight(message.topic())]);
        embed.put("fields", fields);
        embed.put("footer", Map.of("text", footer));
        return embed;
    }
}
