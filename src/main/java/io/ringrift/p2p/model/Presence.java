package io.ringrift.p2p.model;

/** Whether a node takes part, as the cluster has recorded it; only changes of it are recorded. */
public enum Presence {
    /** It beats, or has not been missed yet. */
    PRESENT,
    /** It was silent longer than PEER_TIMEOUT: its work may move once the fence allows. */
    OFFLINE,
    /** Its agent said goodbye: no new work; it becomes OFFLINE when it stays away with work. */
    LEFT,
    /** Taken out of the cluster by a person; a beat does not bring it back. */
    RETIRED
}
