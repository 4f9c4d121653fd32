package io.ringrift.p2p.model.webhook;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What may be told to the outside. The names are part of the outside contract. */
public enum Topic {
    JOB_SUBMITTED,
    JOB_COMPLETED,
    JOB_FAILED,
    JOB_DEAD_LETTERED,
    TRAINING_TRIGGERED,
    TRAINING_STARTED,
    TRAINING_COMPLETE,
    EVALUATION_COMPLETE,
    MODEL_PROMOTED,
    MODEL_REJECTED,
    ROLLBACK,
    NODE_JOINED,
    NODE_OFFLINE,
    NODE_RECOVERED,
    LEADER_CHANGED,
    QUORUM_LOST,
    QUORUM_RESTORED,
    DISK_LOW,
    ENDPOINT_DISABLED,
    QUEUE_STALLED,
    /**
     * Sent to one endpoint when somebody wants to see whether it works; nobody subscribes to it.
     */
    TEST;

    private static final String ALL = "*";
    private static final String GROUP = ".*";

    /** The word that receivers see. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The topic of a word that receivers see. */
    public static Optional<Topic> ofWireName(String word) {
        return Arrays.stream(values()).filter(one -> one.wireName().equals(word)).findFirst();
    }

    /** What one can subscribe to. */
    public static Set<Topic> all() {
        return EnumSet.complementOf(EnumSet.of(TEST));
    }

    /**
     * The topics that a pattern stands for: a name, {@code *}, or {@code training.*} for every name
     * that begins with {@code training_}. None when the pattern is not known.
     */
    public static Set<Topic> matching(String pattern) {
        Stream<Topic> topics = all().stream();
        if (pattern.endsWith(GROUP)) {
            String group = pattern.substring(0, pattern.length() - GROUP.length()) + "_";
            topics = topics.filter(one -> one.wireName().startsWith(group));
        } else if (!pattern.equals(ALL)) {
            topics = topics.filter(one -> one.wireName().equals(pattern));
        }
        return topics.collect(Collectors.toCollection(() -> EnumSet.noneOf(Topic.class)));
    }
}
