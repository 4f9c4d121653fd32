package io.ringrift.p2p.cluster;

import io.ringrift.p2p.engine.RulesVersion;
import io.ringrift.p2p.model.NodeId;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the voters' programs know, as each said when the leader last asked. */
final class KnownRules {

    private final NodeId self;
    private final Map<NodeId, Integer> others = new ConcurrentHashMap<>();

    KnownRules(NodeId self) {
        this.self = self;
    }

    /** Notes the answers of one round; who did not answer may run another program by now. */
    void heard(Collection<IdentityView> answers) {
        others.clear();
        answers.forEach(answer -> others.put(answer.nodeId(), answer.knownRules()));
    }

    /** The latest rules that a voter's program knows, or null when it has not said. */
    @Nullable Integer of(NodeId voter) {
        return voter.equals(self) ? Integer.valueOf(RulesVersion.known()) : others.get(voter);
    }

    /** Whether every one of these voters has said that its program knows the version. */
    boolean everywhere(Collection<NodeId> voters, int version) {
        return voters.stream()
                .allMatch(
                        voter -> {
                            Integer known = of(voter);
                            return known != null && known >= version;
                        });
    }
}
