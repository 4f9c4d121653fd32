package io.ringrift.p2p.agent.attempt;

import java.time.Duration;

/**
 * How long what is left of ended attempts stays on disk: until it is older than one, or more than
 * the other have ended since.
 *
 * @param keepFor age that is kept
 * @param keep number that is kept
 * @param outputs whether the outputs of completed attempts stay none the less
 */
public record Retention(Duration keepFor, int keep, boolean outputs) {}
