package io.ringrift.p2p.engine;

import org.pcollections.TreePMap;

/** Takes rows out of mailboxes, and the messages with them that nobody refers to any more. */
final class Forgetting {

    private TreePMap<Long, Message> messages;

    Forgetting(TreePMap<Long, Message> messages) {
        this.messages = messages;
    }

    TreePMap<Long, Message> messages() {
        return messages;
    }

    /**
     * A mailbox without its oldest rows.
     *
     * @param share rows that may wait, and as many may be parked
     * @param history rows that may be kept of what arrived
     */
    Mailbox trimmed(Mailbox box, int share, int history) {
        Mailbox next = box;
        while (next.waiting().size() > share) {
            long oldest = next.waiting().firstKey();
            next = next.withoutWaiting(oldest);
            forget(oldest);
        }
        while (next.parked().size() > share) {
            long oldest = next.parked().firstKey();
            next = next.withoutParked(oldest);
            forget(oldest);
        }
        while (next.delivered().size() > history) {
            long oldest = next.delivered().firstKey();
            next = next.withoutDelivered(oldest);
            forget(oldest);
        }
        return next;
    }

    void forgetAll(Mailbox box) {
        box.waiting().keySet().forEach(this::forget);
        box.parked().keySet().forEach(this::forget);
        box.delivered().keySet().forEach(this::forget);
    }

    private void forget(long number) {
        Message message = messages.get(number);
        if (message != null) {
            messages =
                    message.readers() > 1
                            ? messages.plus(number, message.oneReaderLess())
                            : messages.minus(number);
        }
    }
}
