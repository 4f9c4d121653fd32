package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.NodeId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Which cluster this is, which disks may vote in it, and whether it is being filled from a backup.
 *
 * @param clusterId drawn when the cluster was founded, null before that
 * @param voters in the order of their ids
 * @param restoring the backup that is being taken in, if one is
 */
public record Charter(
        @Nullable UUID clusterId, List<Enrolled> voters, @Nullable Restoring restoring) {

    /** Before the cluster is founded. */
    public static final Charter NONE = new Charter(null, List.of(), null);

    public Charter {
        voters = List.copyOf(voters);
    }

    /**
     * A voter whose disk is known. The same name with another disk is another voter: it has
     * forgotten what the first one promised.
     *
     * @param id its name
     * @param incarnation drawn when its data folder was made
     */
    public record Enrolled(NodeId id, UUID incarnation) {}

    /** The disk known under this name. */
    public Optional<UUID> incarnation(NodeId id) {
        return voters.stream()
                .filter(voter -> voter.id().equals(id))
                .map(Enrolled::incarnation)
                .findFirst();
    }

    Charter founded(UUID id) {
        return new Charter(id, voters, restoring);
    }

    Charter enrolled(NodeId id, UUID incarnation) {
        List<Enrolled> next = new ArrayList<>(forgotten(id).voters());
        next.add(new Enrolled(id, incarnation));
        next.sort(Comparator.comparing(Enrolled::id));
        return new Charter(clusterId, next, restoring);
    }

    Charter forgotten(NodeId id) {
        return new Charter(
                clusterId,
                voters.stream().filter(voter -> !voter.id().equals(id)).toList(),
                restoring);
    }

    Charter restoring(@Nullable Restoring now) {
        return new Charter(clusterId, voters, now);
    }

    /** What is not there is left out: the text goes into {@link StateHash}. */
    @Override
    public String toString() {
        return "Charter[clusterId="
                + clusterId
                + ", voters="
                + voters
                + (restoring == null ? "]" : ", restoring=" + restoring + "]");
    }
}
