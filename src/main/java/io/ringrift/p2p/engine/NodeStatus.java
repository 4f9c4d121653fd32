package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.DrainMode;
import io.ringrift.p2p.model.Labels;
import io.ringrift.p2p.model.Presence;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How a node stands: whether it takes part, whether people let it have new work, and its labels.
 *
 * @param presence whether it takes part
 * @param since when that began, if it ever changed
 * @param cordon why it gets no new work by the will of a person, if so
 * @param ownLabels what its agent says of itself
 * @param setLabels what people say of it; they win
 * @param history the latest changes of its presence, oldest first, at most {@value #MAX_HISTORY}
 */
public record NodeStatus(
        Presence presence,
        @Nullable Instant since,
        @Nullable Cordon cordon,
        Labels ownLabels,
        Labels setLabels,
        List<Change> history) {

    public static final int MAX_HISTORY = 20;

    /** A node that came and stayed. */
    public static final NodeStatus NEW =
            new NodeStatus(Presence.PRESENT, null, null, Labels.NONE, Labels.NONE, List.of());

    /** What an old snapshot or an absent field leaves out has its first value. */
    public NodeStatus {
        presence = Objects.requireNonNullElse(presence, Presence.PRESENT);
        ownLabels = Objects.requireNonNullElse(ownLabels, Labels.NONE);
        setLabels = Objects.requireNonNullElse(setLabels, Labels.NONE);
        history = history == null ? List.of() : List.copyOf(history);
    }

    /**
     * No new work, by the will of a person.
     *
     * @param at since when
     * @param mandate by whom and why
     * @param drain how what runs comes to its end, or null when it is left alone
     */
    public record Cordon(Instant at, Mandate mandate, @Nullable Drain drain) {}

    /**
     * A node that is being emptied.
     *
     * @param mode how
     * @param deadline when what still runs is killed, if ever
     */
    public record Drain(DrainMode mode, @Nullable Instant deadline) {

        /** The mode that is in force at a time: behind the deadline nothing is spared. */
        public DrainMode modeAt(Instant now) {
            return deadline != null && !now.isBefore(deadline) ? DrainMode.KILL : mode;
        }
    }

    /**
     * A step of a node's presence.
     *
     * @param at when
     * @param to what it became
     * @param why one sentence
     */
    public record Change(Instant at, Presence to, String why) {}

    /** What a person ordered and why. */
    public record Mandate(String by, String reason) {

        public static final int MAX_REASON = 500;
        private static final int MAX_NAME = 100;

        public Mandate {
            by = shortened(by, MAX_NAME);
            reason = shortened(reason, MAX_REASON);
        }

        private static String shortened(String text, int most) {
            return text.length() <= most ? text : text.substring(0, most);
        }
    }

    /** All labels; what people say wins over what the agent says. */
    public Labels labels() {
        return ownLabels.under(setLabels);
    }

    NodeStatus became(Instant at, Presence to, String why) {
        List<Change> longer = new ArrayList<>(history);
        longer.add(new Change(at, to, why));
        int surplus = Math.max(0, longer.size() - MAX_HISTORY);
        return new NodeStatus(
                to, at, cordon, ownLabels, setLabels, longer.subList(surplus, longer.size()));
    }

    NodeStatus cordoned(@Nullable Cordon now) {
        return new NodeStatus(presence, since, now, ownLabels, setLabels, history);
    }

    NodeStatus saysOfItself(Labels labels) {
        return new NodeStatus(presence, since, cordon, labels, setLabels, history);
    }

    NodeStatus labelled(Labels labels) {
        return new NodeStatus(presence, since, cordon, ownLabels, labels, history);
    }

    static String silence(Duration silent) {
        return "silent for " + silent.toSeconds() + " s";
    }
}
