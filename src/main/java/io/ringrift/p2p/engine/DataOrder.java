package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.NodeStatus.Mandate;
import io.ringrift.p2p.model.data.Sha256;

import java.time.Instant;

/** What a person orders about files. Used under {@link RulesVersion#RETENTION}. */
public sealed interface DataOrder extends Command {

    Mandate mandate();

    Sha256 sha256();

    /** Never delete this content, whatever the rules say. */
    record PinData(Instant at, Mandate mandate, Sha256 sha256) implements DataOrder {}

    /** The rules hold for it again. */
    record UnpinData(Instant at, Mandate mandate, Sha256 sha256) implements DataOrder {}
}
