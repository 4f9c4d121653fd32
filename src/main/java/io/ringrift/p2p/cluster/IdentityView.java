package io.ringrift.p2p.cluster;

import io.ringrift.p2p.engine.Charter;
import io.ringrift.p2p.engine.RulesVersion;
import io.ringrift.p2p.model.NodeId;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a voter says of itself to another one.
 *
 * @param nodeId its name
 * @param incarnation of its disk
 * @param clusterId the cluster it belongs to, if any yet
 * @param voters the disks that its cluster knows
 * @param rulesKnown the latest rules that its program knows
 * @param upSeconds for how long its process has run; programs that do not say count as new
 */
public record IdentityView(
        NodeId nodeId,
        UUID incarnation,
        @Nullable UUID clusterId,
        List<Charter.Enrolled> voters,
        @Nullable Integer rulesKnown,
        @Nullable Long upSeconds) {

    /** Programs that do not say know the first rules only. */
    public IdentityView {
        rulesKnown = rulesKnown == null ? Integer.valueOf(RulesVersion.FIRST) : rulesKnown;
    }

    /** The latest rules that its program knows. */
    int knownRules() {
        return rulesKnown == null ? RulesVersion.FIRST : rulesKnown;
    }

    long knownUpSeconds() {
        return upSeconds == null ? 0 : upSeconds;
    }

    /** The disk that it knows under a name. */
    Optional<UUID> known(NodeId id) {
        return new Charter(clusterId, voters, null).incarnation(id);
    }
}
