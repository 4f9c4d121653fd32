package io.ringrift.p2p.agent.data;

import io.ringrift.p2p.model.data.DataDoor;
import io.ringrift.p2p.model.data.Sha256;

import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to write here.
 *
 * @param door kind and path
 * @param sha256 that the whole file must have
 * @param length of the body, -1 when it does not say
 * @param contentRange header that says which part the body is, null for all
 * @param games that it holds, 0 when nobody says
 * @param facts a manifest entry as JSON, if the sender has one
 */
record Upload(
        DataDoor door,
        Sha256 sha256,
        long length,
        @Nullable String contentRange,
        long games,
        @Nullable String facts) {}
