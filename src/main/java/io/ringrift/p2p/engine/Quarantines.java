package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataScope;
import io.ringrift.p2p.model.data.Sha256;

import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

import java.time.Instant;
import java.util.List;

/**
 * The quarantines that are in force.
 *
 * @param changes how many were ordered and taken back so far
 * @param active by their numbers, at most {@value #MAX}
 */
public record Quarantines(int changes, TreePMap<Integer, Quarantine> active) {

    /** In force at a time; each costs a comparison for every file of a training. */
    public static final int MAX = 1_000;

    public static final Quarantines NONE = new Quarantines(0, TreePMap.empty());

    /** The number of the next one. */
    int next() {
        return changes + 1;
    }

    Quarantines plus(Quarantine one) {
        return new Quarantines(changes + 1, active.plus(one.number(), one));
    }

    Quarantines minus(int number) {
        return new Quarantines(changes + 1, active.minus(number));
    }

    /** Whether what this node made at that time is in quarantine. */
    public boolean cover(NodeId node, String configKey, @Nullable Sha256 model, Instant at) {
        for (Quarantine one : active.values()) {
            if (one.scope().covers(node, configKey, model, at)) {
                return true;
            }
        }
        return false;
    }

    /** Whether games are in quarantine. */
    public boolean cover(GameResult result) {
        return cover(result.node(), result.configKey(), result.model(), result.at());
    }

    /** Whether the games of an evaluation are in quarantine: its node, not its models. */
    public boolean cover(MatchResult match) {
        return cover(match.node(), match.configKey(), null, match.at());
    }

    boolean cover(DataFile file) {
        return !active.isEmpty()
                && cover(
                        file.producer().node(),
                        file.configKey(),
                        file.producer().model(),
                        file.at());
    }

    /** What must not be used of the data of a config. */
    public List<DataScope> scopes(String configKey) {
        return active.values().stream()
                .map(Quarantine::scope)
                .filter(scope -> scope.configKey() == null || scope.configKey().equals(configKey))
                .toList();
    }
}
