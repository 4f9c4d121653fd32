package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.NodeStatus.Mandate;
import io.ringrift.p2p.model.data.DataScope;

import java.time.Instant;

/**
 * Data that nobody should learn from.
 *
 * @param number by which it is taken back
 * @param scope which data
 * @param mandate by whom and why
 * @param at since when
 */
public record Quarantine(int number, DataScope scope, Mandate mandate, Instant at) {}
