package io.ringrift.p2p.agent.beat;

import io.ringrift.p2p.model.wire.Beat;
import io.ringrift.p2p.model.wire.BeatReply;
import io.ringrift.p2p.model.wire.ManifestChange;
import io.ringrift.p2p.model.wire.ManifestReply;
import io.ringrift.p2p.model.wire.Reports;
import io.ringrift.p2p.model.wire.ReportsReply;

import java.util.UUID;

/** The leader, as far as an agent can ask it something. */
public interface LeaderClient extends AutoCloseable {

    /**
     * Beats; the call lasts up to the beat's own waiting time.
     *
     * @throws LeaderUnavailableException when there is no usable answer
     * @throws SupersededException when another agent speaks for this node now
     */
    BeatReply beat(Beat beat)
            throws LeaderUnavailableException, SupersededException, InterruptedException;

    /**
     * Reports; the answer has one verdict per report.
     *
     * @throws LeaderUnavailableException when there is no usable answer
     */
    ReportsReply report(Reports reports) throws LeaderUnavailableException, InterruptedException;

    /**
     * Sends a piece of a log that somebody reads at the leader.
     *
     * @return whether more of it is wanted
     * @throws LeaderUnavailableException when nobody took it
     */
    boolean log(UUID request, byte[] text, boolean found, boolean last)
            throws LeaderUnavailableException, InterruptedException;

    /**
     * Tells what changed in the manifest.
     *
     * @throws LeaderUnavailableException when there is no usable answer
     */
    ManifestReply manifest(ManifestChange change)
            throws LeaderUnavailableException, InterruptedException;

    /**
     * Says goodbye.
     *
     * @throws LeaderUnavailableException when nobody heard it
     */
    void leave(UUID incarnation) throws LeaderUnavailableException, InterruptedException;

    /** Breaks off what is under way. */
    @Override
    default void close() {}
}
