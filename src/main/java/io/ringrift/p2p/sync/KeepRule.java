package io.ringrift.p2p.sync;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * How long the files of a kind stay. A file goes only when it is past every limit that is set, so
 * that each limit is a promise: "30 days, but at least the newest five".
 *
 * @param newest so many of the newest files of each config stay, 0 for no limit
 * @param games the newest files of each config stay that hold so many games together, 0 for no
 *     limit
 * @param age files stay for so long, null for no limit
 * @param quotaBytes most that a node should have of the kind, 0 for no limit
 */
record KeepRule(int newest, long games, @Nullable Duration age, long quotaBytes) {

    static final KeepRule ALL = new KeepRule(0, 0, null, 0);

    /** Whether files grow old at all. */
    boolean limits() {
        return newest > 0 || games > 0 || age != null;
    }
}
