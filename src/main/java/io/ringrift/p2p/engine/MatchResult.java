package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.model.match.MatchScore;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * The result of one evaluation job. It is never changed.
 *
 * @param configKey whose models played
 * @param candidate whose side the score is seen from
 * @param baseline the other; null for the untrained model
 * @param score what came out
 * @param node that played it
 * @param at when it was counted
 */
public record MatchResult(
        String configKey,
        Sha256 candidate,
        @Nullable Sha256 baseline,
        MatchScore score,
        NodeId node,
        Instant at) {}
