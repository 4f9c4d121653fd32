package io.ringrift.p2p.model.wire;

import io.ringrift.p2p.model.JobId;

import java.util.UUID;

/**
 * Somebody wants to read what an attempt printed. The agent sends it in pieces: {@code POST
 * /peers/{node_id}/logs/{request_id}} with the text as the body, {@code ?last=true} on the last
 * piece and {@code ?found=false} when there is no such log. 204 asks for more, 410 for no more.
 *
 * @param requestId names this wish
 * @param jobId the job
 * @param attempt its number
 * @param tail how many of the last lines, 0 to 10,000
 * @param follow whether to go on until the attempt has ended
 */
public record LogOrder(UUID requestId, JobId jobId, int attempt, int tail, boolean follow) {

    /** Bytes of one piece at most. */
    public static final int MAX_PIECE = 256 << 10;
}
