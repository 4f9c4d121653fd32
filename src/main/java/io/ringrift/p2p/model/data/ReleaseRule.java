package io.ringrift.p2p.model.data;

/** Which rule lets a copy of a file go. */
public enum ReleaseRule {
    /** The file is past all limits that its kind's retention sets; every copy goes. */
    RETENTION,
    /** The node has more of the kind than it should; other nodes keep enough copies. */
    QUOTA
}
