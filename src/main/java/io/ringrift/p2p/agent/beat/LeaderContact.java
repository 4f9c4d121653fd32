package io.ringrift.p2p.agent.beat;

import io.ringrift.p2p.model.AgentSight.Contact;
import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.model.wire.BeatReply;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.Optional;

/** When a leader last answered, and who it was. */
public final class LeaderContact {

    private final InstantSource clock;
    private final MonotonicClock nanos;
    private volatile @Nullable Contact last;

    public LeaderContact(InstantSource clock, MonotonicClock nanos) {
        this.clock = clock;
        this.nanos = nanos;
    }

    /** The moment at which a beat is sent. */
    long begin() {
        return nanos.nanos();
    }

    /**
     * Notes an answer that may be obeyed.
     *
     * @param begun from {@link #begin()}
     */
    void answered(BeatReply reply, long begun) {
        last = new Contact(reply.leader(), reply.epoch(), clock.instant(), nanos.nanos(), begun);
    }

    public Optional<Contact> last() {
        return Optional.ofNullable(last);
    }
}
