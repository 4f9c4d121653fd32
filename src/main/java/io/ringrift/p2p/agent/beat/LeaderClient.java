package io.ringrift.p2p.agent.beat;

import io.ringrift.p2p.model.wire.Beat;
import io.ringrift.p2p.model.wire.BeatReply;
import io.ringrift.p2p.model.wire.Reports;
import io.ringrift.p2p.model.wire.ReportsReply;

/** The leader, as far as an agent can ask it something. */
public interface LeaderClient {

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
}
