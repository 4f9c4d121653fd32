package io.ringrift.p2p.model;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a node must be like to run a job, beside having room for it.
 *
 * @param gpuModels the GPUs must be of one of these rows of the {@link GpuTable}; empty: any
 * @param minGpuMemoryBytes memory that each GPU must have, 0: any
 * @param labels labels that the node must carry with exactly these values
 * @param exclusive whether nothing else may run on the node meanwhile
 */
public record Requirements(
        List<String> gpuModels,
        long minGpuMemoryBytes,
        SortedMap<String, String> labels,
        boolean exclusive) {

    /** Any node will do. */
    public static final Requirements NONE = new Requirements(List.of(), 0, new TreeMap<>(), false);

    public static final int MAX_GPU_MODELS = 16;
    public static final int MAX_LABELS = 16;

    public Requirements {
        gpuModels = gpuModels.stream().distinct().sorted().toList();
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        if (minGpuMemoryBytes < 0) {
            throw new IllegalArgumentException("GPU memory is never negative");
        }
        if (gpuModels.size() > MAX_GPU_MODELS || labels.size() > MAX_LABELS) {
            throw new IllegalArgumentException("too many GPU models or labels");
        }
    }

    /** Whether a GPU is one of those that will do. */
    public boolean accepts(GpuCard card) {
        return card.memoryBytes() >= minGpuMemoryBytes && acceptsModel(card);
    }

    public boolean acceptsModel(GpuCard card) {
        return gpuModels.isEmpty() || gpuModels.contains(card.model());
    }

    /** Whether it asks for some GPUs rather than for any. */
    public boolean isChoosyOfGpus() {
        return !gpuModels.isEmpty() || minGpuMemoryBytes > 0;
    }

    /** A label that a node with these labels lacks, or null when it has all. */
    public @Nullable String missingLabel(Map<String, String> ofNode) {
        for (Map.Entry<String, String> label : labels.entrySet()) {
            if (!label.getValue().equals(ofNode.get(label.getKey()))) {
                return label.getKey();
            }
        }
        return null;
    }

    public Requirements withGpuModels(List<String> models) {
        return new Requirements(models, minGpuMemoryBytes, labels, exclusive);
    }

    public Requirements withMinGpuMemory(long bytes) {
        return new Requirements(gpuModels, bytes, labels, exclusive);
    }

    public Requirements withoutLabel(String name) {
        TreeMap<String, String> fewer = new TreeMap<>(labels);
        fewer.remove(name);
        return new Requirements(gpuModels, minGpuMemoryBytes, fewer, exclusive);
    }

    public Requirements shareable() {
        return new Requirements(gpuModels, minGpuMemoryBytes, labels, false);
    }
}
