package io.ringrift.p2p.engine;

/**
 * Which meanings of the commands this program knows. A release that gives a command another
 * meaning, or adds commands or parts of the state, knows one version more, and uses the new only
 * while {@link ClusterState#rulesVersion()} says so: the voters of two releases then agree.
 */
public final class RulesVersion {

    /** The rules of the first release, under which every log begins. */
    public static final int FIRST = 1;

    /**
     * Nodes keep their GPUs and what they have done; ends of attempts are told apart as
     * docs/job-contract.md says.
     */
    public static final int PLACEMENT = 2;

    /** Large jobs may be done in parts. */
    public static final int PARTS = 3;

    /** The state knows which files are where, and jobs may need some. */
    public static final int DATA = 4;

    /** The state knows what each config has learned, and the log decides what is promoted. */
    public static final int TRAINING = 5;

    /** Files may be released and pinned. */
    public static final int RETENTION = 6;

    /** Events are told to endpoints outside, from an outbox in the state. */
    public static final int WEBHOOKS = 7;

    /** The state knows where games came from, and data may be in quarantine. */
    public static final int QUARANTINE = 8;

    /** A training that a person submits moves the ledger; policies may run in the shadow. */
    public static final int SHADOW = 9;

    private static final int LATEST = SHADOW;

    private RulesVersion() {}

    /** The latest rules that this program knows; it knows all earlier ones, too. */
    public static int known() {
        return LATEST;
    }

    /** Whether this program can follow a state; one that cannot must not go on. */
    public static boolean knows(ClusterState state) {
        return state.rulesVersion() <= known();
    }

    /** Whether the rules of {@link #PLACEMENT} are in force. */
    public static boolean havePlacement(ClusterState state) {
        return state.rulesVersion() >= PLACEMENT;
    }

    /** Whether the rules of {@link #PARTS} are in force. */
    public static boolean haveParts(ClusterState state) {
        return state.rulesVersion() >= PARTS;
    }

    /** Whether the rules of {@link #DATA} are in force. */
    public static boolean haveData(ClusterState state) {
        return state.rulesVersion() >= DATA;
    }

    /** Whether the rules of {@link #TRAINING} are in force. */
    public static boolean haveTraining(ClusterState state) {
        return state.rulesVersion() >= TRAINING;
    }

    /** Whether the rules of {@link #RETENTION} are in force. */
    public static boolean haveRetention(ClusterState state) {
        return state.rulesVersion() >= RETENTION;
    }

    /** Whether the rules of {@link #WEBHOOKS} are in force. */
    public static boolean haveWebhooks(ClusterState state) {
        return state.rulesVersion() >= WEBHOOKS;
    }

    /** Whether the rules of {@link #QUARANTINE} are in force. */
    public static boolean haveQuarantine(ClusterState state) {
        return state.rulesVersion() >= QUARANTINE;
    }

    /** Whether the rules of {@link #SHADOW} are in force. */
    public static boolean haveShadow(ClusterState state) {
        return state.rulesVersion() >= SHADOW;
    }
}
