package io.ringrift.p2p.sync;

import io.ringrift.p2p.engine.Keeping;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.ReleaseRule;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the rules would let go now, without doing it.
 *
 * @param enabled whether that happens by itself
 * @param rules what each kind keeps, of the kinds that do not keep all
 * @param files copies that would go
 * @param bytes of these
 * @param nodes where
 * @param first some of them, the number that was asked for
 * @param staying copies that are past their rule and stay, by reason
 * @param overQuota nodes that would still have more than they should
 * @param leaving copies that nodes were told to delete and have not yet
 */
record CleaningView(
        boolean enabled,
        Map<DataKind, RuleView> rules,
        int files,
        long bytes,
        List<OnNode> nodes,
        List<Copy> first,
        Map<CleaningPlan.Stays, CleaningPlan.Sum> staying,
        List<CleaningPlan.OverQuota> overQuota,
        Map<NodeId, Integer> leaving) {

    /** What a kind keeps; limits that are not set are left out. */
    record RuleView(
            @Nullable Integer keepNewest,
            @Nullable Long keepGames,
            @Nullable Double keepForSeconds,
            @Nullable Long quotaBytes) {

        static RuleView of(KeepRule keep) {
            return new RuleView(
                    keep.newest() == 0 ? null : keep.newest(),
                    keep.games() == 0 ? null : keep.games(),
                    keep.age() == null ? null : keep.age().toMillis() / 1e3,
                    keep.quotaBytes() == 0 ? null : keep.quotaBytes());
        }
    }

    /** Copies that go from one node by one rule. */
    record OnNode(NodeId nodeId, ReleaseRule rule, int files, long bytes) {}

    /** A copy that goes. */
    record Copy(NodeId nodeId, ReleaseRule rule, DataKey file, long bytes) {}

    private record Group(NodeId node, ReleaseRule rule) {}

    static CleaningView of(
            boolean enabled, SyncPolicy policy, CleaningPlan plan, Keeping keeping, int limit) {
        Map<DataKind, RuleView> rules = new TreeMap<>();
        policy.rules()
                .forEach(
                        (kind, rule) -> {
                            if (!rule.keep().equals(KeepRule.ALL)) {
                                rules.put(kind, RuleView.of(rule.keep()));
                            }
                        });
        Map<Group, CleaningPlan.Sum> sums = new LinkedHashMap<>();
        long bytes = 0;
        for (CleaningPlan.Release one : plan.releases()) {
            bytes += one.file().size();
            sums.merge(
                    new Group(one.node(), one.rule()),
                    CleaningPlan.Sum.NONE.plus(one.file()),
                    CleaningPlan.Sum::plus);
        }
        Map<NodeId, Integer> leaving = new TreeMap<>();
        keeping.leaving().forEach((node, copies) -> leaving.put(node, copies.size()));
        return new CleaningView(
                enabled,
                rules,
                plan.releases().size(),
                bytes,
                sums.entrySet().stream()
                        .map(
                                e ->
                                        new OnNode(
                                                e.getKey().node,
                                                e.getKey().rule,
                                                e.getValue().files(),
                                                e.getValue().bytes()))
                        .toList(),
                plan.releases().stream()
                        .limit(limit)
                        .map(
                                one ->
                                        new Copy(
                                                one.node(),
                                                one.rule(),
                                                one.file().key(),
                                                one.file().size()))
                        .toList(),
                plan.staying(),
                plan.overQuota(),
                leaving);
    }
}
