package io.ringrift.p2p.webhooks.format;

import io.ringrift.p2p.engine.Message;
import io.ringrift.p2p.model.webhook.Fact;
import io.ringrift.p2p.model.webhook.Topic;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What a message says, for programs and for people. */
final class Wording {

    private Wording() {}

    /** The facts by name, in their order. */
    static Map<String, Object> data(Message message) {
        Map<String, Object> data = new LinkedHashMap<>();
        for (Fact fact : message.facts()) {
            data.put(fact.name(), fact.text() != null ? fact.text() : fact.number());
        }
        return data;
    }

    /** "Job failed". */
    static String title(Message message) {
        String words = message.topic().wireName().replace('_', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** How bad it is: 2 somebody should look, 1 good news, 0 otherwise. */
    static int weight(Topic topic) {
        return switch (topic) {
            case JOB_FAILED, JOB_DEAD_LETTERED, NODE_OFFLINE, QUORUM_LOST, DISK_LOW -> 2;
            case ENDPOINT_DISABLED, QUEUE_STALLED -> 2;
            case MODEL_PROMOTED, QUORUM_RESTORED, NODE_RECOVERED, TRAINING_COMPLETE -> 1;
            case JOB_SUBMITTED, JOB_COMPLETED, TRAINING_TRIGGERED, TRAINING_STARTED -> 0;
            case EVALUATION_COMPLETE, MODEL_REJECTED, ROLLBACK, NODE_JOINED -> 0;
            case LEADER_CHANGED, TEST -> 0;
        };
    }

    /** At most so many characters; never half of a pair. */
    static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = most - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)
                + "…";
    }
}
