package io.ringrift.p2p.jobs;

import io.ringrift.p2p.model.GpuModel;
import io.ringrift.p2p.model.GpuTable;
import io.ringrift.p2p.model.Requirements;
import io.ringrift.p2p.model.Resources;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The member {@code resources} of a request.
 *
 * @param reserves what the job takes of a node
 * @param requires what the node must be like
 */
record ResourceFields(Resources reserves, Requirements requires) {

    private static final int MOST_UNITS = 1_024;
    private static final int MOST_TEXT = 63;
    private static final Set<String> FIELDS =
            Set.of(
                    "cpus",
                    "gpus",
                    "memory_mb",
                    "disk_mb",
                    "gpu_models",
                    "min_gpu_memory_mb",
                    "labels",
                    "exclusive");

    /** Reads it; what is wrong is noted in the fields of the whole request. */
    static ResourceFields read(Fields request, Resources defaults, GpuTable gpus) {
        JsonNode node = request.object("resources");
        if (node == null) {
            return new ResourceFields(defaults, Requirements.NONE);
        }
        Fields fields = new Fields(node, "resources.");
        fields.refuseUnknown(FIELDS);
        Requirements requires =
                new Requirements(
                        models(fields, gpus),
                        fields.mebibytes("min_gpu_memory_mb", 0),
                        labels(fields),
                        fields.flag("exclusive"));
        // Who is choosy of GPUs wants one, unless it says how many.
        int gpuMilli =
                requires.isChoosyOfGpus()
                        ? Math.max(1_000, defaults.gpuMilli())
                        : defaults.gpuMilli();
        Resources reserves =
                new Resources(
                        fields.thousandths("cpus", defaults.cpuMilli(), MOST_UNITS),
                        fields.thousandths("gpus", gpuMilli, MOST_UNITS),
                        fields.mebibytes("memory_mb", defaults.memoryBytes()),
                        fields.mebibytes("disk_mb", defaults.disk()));
        request.errors.addAll(fields.errors);
        return new ResourceFields(reserves, requires);
    }

    /** Names as people or drivers write them; kept are the names of the table. */
    private static List<String> models(Fields fields, GpuTable gpus) {
        TreeSet<String> names = new TreeSet<>();
        for (String text : fields.texts("gpu_models", Requirements.MAX_GPU_MODELS)) {
            GpuModel model = gpus.match(text);
            if (model.equals(GpuTable.UNKNOWN_GPU) || model.equals(GpuTable.CPU)) {
                fields.wrong(
                        "gpu_models",
                        "names '%s', which is not among %s"
                                .formatted(Fields.shown(text), String.join(", ", gpus.gpuNames())));
            } else {
                names.add(model.name());
            }
        }
        return List.copyOf(names);
    }

    private static SortedMap<String, String> labels(Fields fields) {
        SortedMap<String, String> labels = new TreeMap<>();
        JsonNode node = fields.object("labels");
        if (node == null) {
            return labels;
        }
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            String value = entry.getValue().isString() ? entry.getValue().stringValue() : null;
            if (value == null
                    || value.length() > MOST_TEXT
                    || entry.getKey().isEmpty()
                    || entry.getKey().length() > MOST_TEXT) {
                fields.wrong(
                        "labels." + Fields.shown(entry.getKey()),
                        "must be a name of 1 to " + MOST_TEXT + " characters and a string");
            } else {
                labels.put(entry.getKey(), value);
            }
        }
        if (labels.size() > Requirements.MAX_LABELS) {
            fields.wrong("labels", "must not be more than " + Requirements.MAX_LABELS);
            labels.clear();
        }
        return labels;
    }
}
