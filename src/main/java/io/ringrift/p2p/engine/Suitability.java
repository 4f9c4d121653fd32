package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.GpuCard;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.Obstacle;
import io.ringrift.p2p.model.Requirements;
import io.ringrift.p2p.model.Resources;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Whether a node may run a job, by what the log knows. The one set of rules: {@code decide}
 * verifies by it, placement plans by it, and explanations name what it says.
 */
public final class Suitability {

    private Suitability() {}

    /** What the log knows of a node, as a {@link Place}. */
    public static Place place(ClusterState state, ClusterNode node) {
        return place(state, node, new SupplyTable(state));
    }

    /**
     * The same, when more than one node is looked at.
     *
     * @param supplies of the same state
     */
    public static Place place(ClusterState state, ClusterNode node, SupplyTable supplies) {
        return new LoggedPlace(state, node, supplies);
    }

    /** The first rule that keeps the job off the node, or null when it may run there. */
    public static @Nullable Obstacle obstacle(JobId id, JobSpec spec, Place place) {
        if (spec.pinnedNode() != null && !spec.pinnedNode().equals(place.id())) {
            return Obstacle.PINNED_ELSEWHERE;
        }
        if (!place.isOpen()) {
            return Obstacle.CORDONED;
        }
        Obstacle never = unlike(spec, place);
        return never != null ? never : taken(id, spec, place);
    }

    /** What waiting would not change: what the node is. */
    private static @Nullable Obstacle unlike(JobSpec spec, Place place) {
        Requirements wants = spec.requirements();
        Resources needs = spec.resources();
        Resources all = place.offered();
        if (!wants.labels().isEmpty() && wants.missingLabel(place.labels()) != null) {
            return Obstacle.LABELS;
        }
        if (wants.isChoosyOfGpus()) {
            int enough = Math.max(1, needs.gpuMilli());
            if (suitableGpuMilli(wants.withMinGpuMemory(0), place) < enough) {
                return Obstacle.GPU_MODEL;
            }
            if (suitableGpuMilli(wants, place) < enough) {
                return Obstacle.GPU_MEMORY;
            }
        }
        if (needs.gpuMilli() > all.gpuMilli()) {
            return Obstacle.GPUS;
        }
        if (needs.cpuMilli() > all.cpuMilli()) {
            return Obstacle.CPUS;
        }
        if (needs.memoryBytes() > all.memoryBytes()) {
            return Obstacle.MEMORY;
        }
        return needs.disk() > all.disk() ? Obstacle.DISK : null;
    }

    /** What waiting may change: what others have there now. */
    private static @Nullable Obstacle taken(JobId id, JobSpec spec, Place place) {
        Resources needs = spec.resources();
        Resources free = place.free();
        if (place.holds(id)) {
            return Obstacle.STILL_STOPPING;
        }
        if (place.isHeldExclusively()) {
            return Obstacle.HELD_EXCLUSIVELY;
        }
        if (spec.requirements().exclusive() && place.tenants() > 0) {
            return Obstacle.NOT_EMPTY;
        }
        if (needs.gpuMilli() > freeGpuMilli(spec.requirements(), place)) {
            return Obstacle.GPUS_TAKEN;
        }
        if (needs.cpuMilli() > free.cpuMilli()) {
            return Obstacle.CPUS_TAKEN;
        }
        if (needs.memoryBytes() > free.memoryBytes()) {
            return Obstacle.MEMORY_TAKEN;
        }
        if (needs.disk() > free.disk()) {
            return Obstacle.DISK_TAKEN;
        }
        return spec.needs() != null && !place.has(spec.needs()) ? Obstacle.DATA_MISSING : null;
    }

    /** Thousandths of those GPUs that will do, taken or not. */
    public static int suitableGpuMilli(Requirements wants, Place place) {
        List<GpuCard> cards = place.gpus();
        int suitable = 0;
        for (int i = 0; i < cards.size(); i++) {
            suitable += wants.accepts(cards.get(i)) ? 1_000 : 0;
        }
        return Math.min(suitable, place.offered().gpuMilli());
    }

    /**
     * Thousandths of GPUs that the job could have. Nobody says which card a job uses, so for a
     * choosy one every reserved card counts as one of those that it wants.
     */
    public static int freeGpuMilli(Requirements wants, Place place) {
        if (!wants.isChoosyOfGpus()) {
            return place.free().gpuMilli();
        }
        int reserved = place.offered().gpuMilli() - place.free().gpuMilli();
        return Math.max(0, suitableGpuMilli(wants, place) - reserved);
    }
}
