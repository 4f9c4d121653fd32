package io.ringrift.p2p.jobs.placement;

import io.ringrift.p2p.engine.QueueKey;
import io.ringrift.p2p.jobs.placement.Suggestion.Change;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Obstacle;
import io.ringrift.p2p.model.Presence;
import io.ringrift.p2p.model.Requirements;
import io.ringrift.p2p.model.Resources;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** Tries one change after the other on what a plan has left. */
final class SingleChanges {

    /** Cordoned nodes that are tried at most. */
    private static final int MOST_CORDONS = 3;

    private final Explainer.Anew anew;
    private final Instant now;
    private final Predicate<NodeId> startsIfOpen;
    private final JobSpec spec;
    private final List<Suggestion> found = new ArrayList<>();

    private SingleChanges(Explainer.Anew anew, Instant now, Predicate<NodeId> startsIfOpen) {
        this.anew = anew;
        this.now = now;
        this.startsIfOpen = startsIfOpen;
        this.spec = anew.spec();
    }

    /**
     * Those that let the job start, in the order of {@link Change}.
     *
     * @param startsIfOpen whether the job, as it is, starts when this node has no cordon
     */
    static List<Suggestion> of(Explainer.Anew anew, Instant now, Predicate<NodeId> startsIfOpen) {
        SingleChanges changes = new SingleChanges(anew, now, startsIfOpen);
        changes.priority();
        changes.cordons();
        changes.sharing();
        changes.memory();
        changes.disk();
        changes.cpus();
        changes.gpuMemory();
        changes.gpuModels();
        changes.labels();
        changes.gpus();
        changes.pin();
        return List.copyOf(changes.found);
    }

    private void priority() {
        if (anew.lastTaker() == null) {
            return;
        }
        int priority = priorityBefore(anew.lastTaker(), now);
        if (priority > spec.priority() && priority <= JobSpec.MAX_PRIORITY) {
            found.add(
                    Suggestion.of(
                            Change.RAISE_PRIORITY,
                            "priority",
                            priority,
                            "Submit it anew with priority " + priority + ".",
                            spec.withPriority(priority)));
        }
    }

    /** The least priority with which a new job comes before a waiting one. */
    static int priorityBefore(QueueKey other, Instant now) {
        long lead = now.toEpochMilli() - other.virtualMillis();
        return Math.clamp(Math.floorDiv(lead, QueueKey.POINT.toMillis()) + 1, 0, 1_000);
    }

    /**
     * The first node that would run it without its cordon. Those ahead in the queue may want the
     * node as well, so each is a plan of its own, and not all are tried.
     */
    private void cordons() {
        int tried = 0;
        for (Spot spot : anew.plan().spots()) {
            if (!spot.isOpen() && spot.candidate().node().presence() == Presence.PRESENT) {
                spot.open(true);
                boolean suits = isOpen(spec, spot);
                spot.open(false);
                if (suits && startsIfOpen.test(spot.id())) {
                    found.add(Suggestion.uncordon(spot.id()));
                    return;
                }
                tried += suits ? 1 : 0;
                if (tried == MOST_CORDONS) {
                    return;
                }
            }
        }
    }

    private void sharing() {
        Requirements wants = spec.requirements();
        if (wants.exclusive()) {
            attempt(
                    Change.SHARE_THE_NODE,
                    "resources.exclusive",
                    false,
                    "Let it share its node with others.",
                    spec.withRequirements(wants.shareable()));
        }
    }

    private void memory() {
        Resources r = spec.resources();
        JobSpec without = with(r.cpuMilli(), r.gpuMilli(), 0, r.disk());
        long most = wholeMebibytes(most(without, spot -> spot.free().memoryBytes()));
        if (most > 0 && most < r.memoryBytes()) {
            attempt(
                    Change.LESS_MEMORY,
                    "resources.memory_mb",
                    most >> 20,
                    "Ask for at most " + Sentences.bytes(most) + " of memory.",
                    with(r.cpuMilli(), r.gpuMilli(), most, r.disk()));
        }
    }

    private void disk() {
        Resources r = spec.resources();
        JobSpec without = with(r.cpuMilli(), r.gpuMilli(), r.memoryBytes(), 0);
        long most = wholeMebibytes(most(without, spot -> spot.free().disk()));
        if (most >= 0 && most < r.disk()) {
            attempt(
                    Change.LESS_DISK,
                    "resources.disk_mb",
                    most >> 20,
                    "Ask for at most " + Sentences.bytes(most) + " of disk.",
                    with(r.cpuMilli(), r.gpuMilli(), r.memoryBytes(), most));
        }
    }

    private void cpus() {
        Resources r = spec.resources();
        JobSpec without = with(0, r.gpuMilli(), r.memoryBytes(), r.disk());
        int most = (int) most(without, spot -> spot.free().cpuMilli());
        if (most > 0 && most < r.cpuMilli()) {
            attempt(
                    Change.FEWER_CPUS,
                    "resources.cpus",
                    most / 1_000.0,
                    "Ask for at most " + Sentences.milli(most) + " cores.",
                    with(most, r.gpuMilli(), r.memoryBytes(), r.disk()));
        }
    }

    private void gpuMemory() {
        Requirements wants = spec.requirements();
        if (wants.minGpuMemoryBytes() == 0) {
            return;
        }
        long most = 0;
        for (Spot spot : anew.plan().spots()) {
            for (var card : spot.gpus()) {
                long has = wholeMebibytes(card.memoryBytes());
                if (has > most
                        && has < wants.minGpuMemoryBytes()
                        && isOpen(spec.withRequirements(wants.withMinGpuMemory(has)), spot)) {
                    most = has;
                }
            }
        }
        attempt(
                Change.LESS_GPU_MEMORY,
                "resources.min_gpu_memory_mb",
                most >> 20,
                "Be content with GPUs of " + Sentences.bytes(most) + ".",
                spec.withRequirements(wants.withMinGpuMemory(most)));
    }

    private void gpuModels() {
        Requirements wants = spec.requirements();
        if (!wants.gpuModels().isEmpty()) {
            attempt(
                    Change.ANY_GPU_MODEL,
                    "resources.gpu_models",
                    null,
                    "Be content with any model of GPU.",
                    spec.withRequirements(wants.withGpuModels(List.of())));
        }
    }

    private void labels() {
        for (String label : spec.requirements().labels().keySet()) {
            attempt(
                    Change.DROP_LABEL,
                    "resources.labels." + label,
                    null,
                    "Drop the label " + label + ".",
                    spec.withRequirements(spec.requirements().withoutLabel(label)));
        }
    }

    private void gpus() {
        Resources r = spec.resources();
        JobSpec without = with(r.cpuMilli(), 0, r.memoryBytes(), r.disk());
        int most = (int) most(without, spot -> spot.free().gpuMilli());
        if (most >= 0 && most < r.gpuMilli()) {
            attempt(
                    Change.FEWER_GPUS,
                    "resources.gpus",
                    most / 1_000.0,
                    most == 0
                            ? "Do without a GPU."
                            : "Ask for at most " + Sentences.milli(most) + " GPUs.",
                    with(r.cpuMilli(), most, r.memoryBytes(), r.disk()));
        }
    }

    private void pin() {
        if (spec.pinnedNode() != null) {
            attempt(
                    Change.ANY_NODE,
                    "node_id",
                    null,
                    "Let it run on any node.",
                    spec.withPinnedNode(null));
        }
    }

    private JobSpec with(int cpuMilli, int gpuMilli, long memory, long disk) {
        return spec.withResources(new Resources(cpuMilli, gpuMilli, memory, disk));
    }

    /** The request counts in MiB. */
    private static long wholeMebibytes(long bytes) {
        return bytes < 0 ? bytes : bytes - bytes % (1L << 20);
    }

    private boolean isOpen(JobSpec changed, Spot spot) {
        Obstacle obstacle = anew.plan().obstacle(JobClass.of(changed), changed, spot, false);
        return obstacle == null;
    }

    /** The most that a node could give to such a job, or -1 when none could run it. */
    private long most(JobSpec changed, ToLongFunction<Spot> amount) {
        JobClass kind = JobClass.of(changed);
        long most = -1;
        for (Spot spot : anew.plan().spots()) {
            if (amount.applyAsLong(spot) > most
                    && anew.plan().obstacle(kind, changed, spot, false) == null) {
                most = amount.applyAsLong(spot);
            }
        }
        return most;
    }

    private void attempt(
            Change change, String field, @Nullable Object value, String sentence, JobSpec changed) {
        if (anew.plan().best(changed, JobClass.of(changed)) != null) {
            found.add(Suggestion.of(change, field, value, sentence, changed));
        }
    }
}
