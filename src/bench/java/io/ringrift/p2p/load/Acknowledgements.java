package io.ringrift.p2p.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** When jobs were sent and acknowledged, in the order of the acknowledgements. */
final class Acknowledgements {

    private record One(long sent, long acknowledged) {}

    private static final long PATIENCE_MILLIS = 60_000;

    private final List<One> all = new ArrayList<>();
    private int refused;

    synchronized void add(long sent, long acknowledged) {
        all.add(new One(sent, acknowledged));
        notifyAll();
    }

    synchronized void refuse() {
        refused++;
    }

    synchronized int count() {
        return all.size();
    }

    /** Answers and broken connections that told a client to try again. */
    synchronized int refused() {
        return refused;
    }

    /** Waits for the first acknowledgement of a job that was sent after a moment; when it came. */
    synchronized long firstSentAfter(long moment) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        int from = 0;
        while (true) {
            for (; from < all.size(); from++) {
                if (all.get(from).sent() - moment > 0) {
                    return all.get(from).acknowledged();
                }
            }
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new IOException("no job was acknowledged for a minute");
            }
            wait(left);
        }
    }

    /** The longest time between two acknowledgements that follow each other, in nanoseconds. */
    synchronized long longestGap() {
        long longest = 0;
        for (int i = 1; i < all.size(); i++) {
            longest = Math.max(longest, all.get(i).acknowledged() - all.get(i - 1).acknowledged());
        }
        return longest;
    }
}
