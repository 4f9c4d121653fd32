package io.ringrift.p2p.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How fast which GPU is. The rows come from the outside contract (H100 = 1.0) and can be extended
 * or replaced by configuration.
 */
public final class GpuTable {

    private static final long GIB = 1L << 30;

    /** A machine without a GPU. */
    public static final GpuModel CPU = new GpuModel("CPU", 0.1, 0);

    /**
     * A GPU that no row names: it counts as the weakest known one, so that it gets work, though
     * less than it may deserve. Its memory is what its driver says.
     */
    public static final GpuModel UNKNOWN_GPU = new GpuModel("UNKNOWN_GPU", 0.4, 0);

    /** The rows of the contract. */
    public static final GpuTable DEFAULT =
            new GpuTable(
                    List.of(
                            new GpuModel("GH200", 1.2, 96 * GIB),
                            new GpuModel("H100", 1.0, 80 * GIB),
                            new GpuModel("A100", 0.8, 80 * GIB),
                            new GpuModel("RTX_5090", 0.7, 32 * GIB),
                            new GpuModel("RTX_4090", 0.5, 24 * GIB),
                            new GpuModel("A10", 0.4, 24 * GIB),
                            CPU));

    private final List<Row> rows;

    private GpuTable(Collection<GpuModel> models) {
        rows =
                models.stream()
                        .map(model -> new Row(model, model.inDriverName()))
                        .sorted(Row.LONGEST_NAME_FIRST)
                        .toList();
    }

    /** This table with more rows; a row of a name that is already there replaces it. */
    public GpuTable with(Collection<GpuModel> more) {
        Map<String, GpuModel> byName = new LinkedHashMap<>();
        rows.forEach(row -> byName.put(row.model.name(), row.model));
        more.forEach(model -> byName.put(model.name(), model));
        return new GpuTable(byName.values());
    }

    /**
     * The row for a GPU: the one with the longest name that occurs in the driver's name, else
     * {@link #UNKNOWN_GPU}.
     *
     * @param driverName such as {@code NVIDIA GeForce RTX 4090}
     */
    public GpuModel match(String driverName) {
        String upper = driverName.toUpperCase(Locale.ROOT);
        return rows.stream()
                .filter(row -> row.pattern.matcher(upper).find())
                .findFirst()
                .map(Row::model)
                .orElse(UNKNOWN_GPU);
    }

    /** The names of all rows that are GPUs, sorted. */
    public List<String> gpuNames() {
        return rows.stream()
                .map(row -> row.model.name())
                .filter(name -> !name.equals(CPU.name()))
                .sorted()
                .toList();
    }

    /** A GPU as an offer of a node. */
    public GpuCard card(GpuInfo gpu) {
        return new GpuCard(match(gpu.name()).name(), gpu.memoryTotalBytes());
    }

    /** The power of the strongest of some GPUs, or that of {@link #CPU} without any. */
    public double strongest(List<GpuInfo> gpus) {
        return gpus.isEmpty()
                ? CPU.power()
                : gpus.stream().mapToDouble(gpu -> match(gpu.name()).power()).max().orElse(0);
    }

    /** The power of a whole machine: all its GPUs together, or that of {@link #CPU} without any. */
    public double power(List<GpuInfo> gpus) {
        return gpus.isEmpty()
                ? CPU.power()
                : gpus.stream().mapToDouble(gpu -> match(gpu.name()).power()).sum();
    }

    private record Row(GpuModel model, Pattern pattern) {

        static final Comparator<Row> LONGEST_NAME_FIRST =
                Comparator.<Row>comparingInt(row -> -row.model.name().length())
                        .thenComparing(row -> row.model.name());
    }
}
