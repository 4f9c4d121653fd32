package io.ringrift.p2p.webhooks;

import io.ringrift.p2p.engine.Mailbox;

/**
 * A share of the deliveries that may be under way at a time. Receivers that do not answer hold
 * theirs for as long as the deadline is, so they have their own lane, and so have those of which
 * nothing is known: whoever answered last time never waits for them.
 */
final class Lane {

    /** Who uses it. */
    enum Kind {
        PROVEN,
        UNKNOWN,
        FAILING;

        static Kind of(Mailbox box) {
            if (box.isHealthy()) {
                return PROVEN;
            }
            return box.failingSince() == null ? UNKNOWN : FAILING;
        }
    }

    private final int most;
    private int taken;

    /**
     * @param most deliveries at a time
     */
    Lane(int most) {
        this.most = most;
    }

    boolean take() {
        if (taken >= most) {
            return false;
        }
        taken++;
        return true;
    }

    boolean hasRoom() {
        return taken < most;
    }

    void giveBack() {
        taken--;
    }

    int taken() {
        return taken;
    }
}
